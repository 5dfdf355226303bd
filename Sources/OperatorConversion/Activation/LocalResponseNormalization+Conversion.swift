// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension LocalResponseNormalization: DirectConversion {
  package static let tensorFlowNames = ["LRN"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .localResponseNormalization(
      LocalResponseNormalization(
        radius: try node.integer("depth_radius", default: 5),
        bias: try node.float("bias", default: 1), alpha: try node.float("alpha", default: 1),
        beta: try node.float("beta", default: 0.5)))
  }
}

extension LocalResponseNormalization: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    LocalResponseNormalizationOptionsValue(
      radius: radius, bias: bias, alpha: alpha, beta: beta)
  }
}
