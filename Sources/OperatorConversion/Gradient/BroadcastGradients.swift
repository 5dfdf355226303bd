// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// The axes along which gradients of two operands are summed where the other one was broadcast.
///
/// Where both sizes of an axis are the same expression, nothing is summed; where one is 1, its
/// gradient is, which does no harm if the other is 1, too. Axes of which that is not known are
/// looked for when the model runs: those of size 1.
enum BroadcastGradientAxes: TensorFlowConversion {
  static let tensorFlowNames = ["BroadcastGradientArgs"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let shapes = [try node.input(0), try node.input(1)]
    var ranks: [Int] = []
    for shape in shapes { ranks.append(try legalizer.staticDimension(0, of: shape, called: "s0")) }
    let rank = ranks.max()!
    try legalizer.checkTable(rank)
    var sizes: [[Size]] = []
    for (shape, own) in zip(shapes, ranks) {
      guard let elements = legalizer.known(shape).elements else { break }
      sizes.append(Array(repeating: 1, count: rank - own) + elements)
    }
    if sizes.count == 2, let axes = knownAxes(sizes[0], sizes[1]) {
      return [
        try legalizer.constant(integers: axes.0), try legalizer.constant(integers: axes.1),
      ]
    }
    return [
      try legalizer.axesOfOne(shapes[0], rank: rank, missing: rank - ranks[0]),
      try legalizer.axesOfOne(shapes[1], rank: rank, missing: rank - ranks[1]),
    ]
  }

  /// Nil where they depend on sizes that are open.
  private static func knownAxes(_ left: [Size], _ right: [Size]) -> ([Int], [Int])? {
    var axes: ([Int], [Int]) = ([], [])
    for (axis, (a, b)) in zip(left, right).enumerated() where a != b {
      if a == 1 {
        axes.0.append(axis)
      } else if b == 1 {
        axes.1.append(axis)
      } else {
        return nil
      }
    }
    return axes
  }
}

extension Legalizer {
  /// The axes of size 1, and the first `missing` of `rank` axes, when the model runs.
  fileprivate mutating func axesOfOne(
    _ shape: ValueID, rank: Int, missing: Int
  ) throws(ConversionError) -> ValueID {
    var sizes = shape
    if type(of: shape) != .int32 { sizes = try emit(.cast(Cast(resultType: .int32)), shape) }
    if missing > 0 {
      let ones = try constant(integers: Array(repeating: 1, count: missing))
      sizes = try emit(.concatenation(Concatenation(axis: 0)), ones, sizes)
    }
    let isOne = try emit(.equal(Equal()), sizes, scalar(1))
    let places = try emit(.cast(Cast(resultType: .int32)), emit(.where(Where()), isOne))
    return try reshaped(places, to: [-1])
  }
}

/// Where each of several values begins in what they are joined to: vectors of one element an axis.
enum JoinedPlaces: TensorFlowConversion {
  static let tensorFlowNames = ["ConcatOffset"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let shapes = node.inputs.dropFirst()
    guard let first = shapes.first else { throw node.error("joins nothing") }
    let rank = try legalizer.staticDimension(0, of: first, called: "shape")
    let axis = try legalizer.resolved(
      axis: legalizer.constantInteger(node.input(0), called: "concat_dim"), rank: rank)
    try legalizer.checkTable(rank, shapes.count)
    var places: [ValueID] = []
    var start = RuntimeSize(known: 0, value: first, axis: 0)
    for shape in shapes {
      var elements = Array(repeating: RuntimeSize(known: 0, value: first, axis: 0), count: rank)
      elements[axis] = start
      places.append(try legalizer.vector(elements))
      start = try legalizer.sum(start, legalizer.element(axis, of: shape))
    }
    return places
  }
}

/// A bias's gradient: the sum of what came back, along all axes but the channels.
enum BiasDerivative: TensorFlowConversion {
  static let tensorFlowNames = ["BiasAddGrad"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let gradient = try node.input(0)
    let rank = try legalizer.rank(of: gradient)
    let isFirst = try node.string("data_format", default: "NHWC") == "NCHW"
    let channels = isFirst ? 1 : rank - 1
    let axes = try legalizer.constant(integers: (0..<rank).filter { $0 != channels })
    return [try legalizer.emit(.sum(Sum()), gradient, axes)]
  }
}
