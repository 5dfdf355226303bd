// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// How random numbers are distributed.
enum RandomDistribution {
  /// From 0 to 1.
  case uniform
  case normal
  /// A normal one without what is more than two deviations off.
  case truncatedNormal
  /// Integers of a type, from one bound to below another.
  case integers(low: ValueID, high: ValueID, ElementType)
  /// All integers of a type.
  case allIntegers(ElementType)
}

/// Numbers and orders by chance that the lite format has no operator for: made of its uniform ones,
/// so that seeds make the same ones come again, though not TensorFlow's.
enum RandomDerivation: TensorFlowConversion {
  static let tensorFlowNames = ["RandomShuffle", "RandomUniformInt", "TruncatedNormal"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let uniform = Operator.randomUniform(RandomUniform(seeds: try node.seeds))
    switch node.operation {
    case "RandomShuffle":
      let x = try node.input(0)
      let size = try legalizer.size(of: x, along: 0)
      let count = try legalizer.vector([size])
      let numbers = try legalizer.emit(uniform, count)
      let order = try legalizer.emit(
        .topKV2(TopKV2()), [numbers, legalizer.scalar(size)], count: 2)[1]
      return [try legalizer.gathered(x, at: order, along: 0)]
    case "RandomUniformInt":
      let (low, high) = (try node.input(1), try node.input(2))
      return [
        try legalizer.numbers(
          legalizer.emit(uniform, node.input(0)),
          as: .integers(low: low, high: high, legalizer.type(of: low)))
      ]
    default:
      return [try legalizer.numbers(legalizer.emit(uniform, node.input(0)), as: .truncatedNormal)]
    }
  }
}

extension Legalizer {
  /// Uniform numbers of [0, 1), in steps of 2⁻²³, with another distribution.
  mutating func numbers(
    _ uniform: ValueID, as distribution: RandomDistribution
  ) throws(ConversionError) -> ValueID {
    let halfStep: Float = 0x1p-24
    switch distribution {
    case .uniform: return uniform
    case .normal: return try normalQuantile(sum(uniform, halfStep), scale: 1)
    case .truncatedNormal:
      let tail: Float = 0.022_750_132  // of two deviations
      let probability = try sum(product(sum(uniform, halfStep), 1 - 2 * tail), tail)
      return try normalQuantile(probability, scale: 1)
    case .integers(let low, let high, let type):
      let count = try difference(high, low)
      let place = try floor(product(uniform, converted(count, as: .float32)))
      let bounded = try minimum(
        converted(place, as: type), difference(count, constant(scalar: 1, type: type)))
      return try sum(bounded, low)
    case .allIntegers(let type): throw error("random bits of \(type.name) need a known shape")
    }
  }
}
