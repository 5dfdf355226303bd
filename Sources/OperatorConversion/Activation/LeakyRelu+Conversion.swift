// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension LeakyRelu: DirectConversion {
  package static let tensorFlowNames = ["LeakyRelu"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .leakyRelu(LeakyRelu(alpha: try node.float("alpha", default: 0.2)))
  }
}

extension LeakyRelu: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    LeakyReluOptionsValue(alpha: alpha)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int16: 2])
  }
}
