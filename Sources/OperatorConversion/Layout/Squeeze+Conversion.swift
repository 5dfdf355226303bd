// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Squeeze: DirectConversion {
  package static let tensorFlowNames = ["Squeeze"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .squeeze(Squeeze(axes: try node.integers("squeeze_dims", default: [])))
  }
}

extension Squeeze: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SqueezeOptionsValue(squeezeDims: axes)
  }
}
