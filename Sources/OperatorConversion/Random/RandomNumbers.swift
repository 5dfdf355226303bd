// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

// Random numbers keep their seeds, so that the same ones come as in TensorFlow.

extension RandomUniform: DirectConversion {
  package static let tensorFlowNames = ["RandomUniform"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .randomUniform(RandomUniform(seeds: try node.seeds))
  }
}

extension RandomStandardNormal: DirectConversion {
  package static let tensorFlowNames = ["RandomStandardNormal"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .randomStandardNormal(RandomStandardNormal(seeds: try node.seeds))
  }
}

extension Multinomial: DirectConversion {
  package static let tensorFlowNames = ["Multinomial"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .multinomial(
      Multinomial(
        seeds: try node.seeds, outputType: try node.type("output_dtype", default: .int64)))
  }
}

extension TensorFlowNode {
  var seeds: RandomSeeds {
    get throws(ConversionError) {
      RandomSeeds(
        Int64(try wideInteger("seed", default: 0)), Int64(try wideInteger("seed2", default: 0)))
    }
  }
}

extension RandomSeeds {
  fileprivate var options: RandomOptionsValue {
    RandomOptionsValue(seed: Int(first), seed2: Int(second))
  }
}

extension RandomUniform: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? { seeds.options }
}

extension RandomStandardNormal: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? { seeds.options }
}

extension Multinomial: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? { seeds.options }
}
