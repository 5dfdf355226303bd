// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension TopKV2: DirectConversion {
  package static let tensorFlowNames = ["TopKV2"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .topKV2(TopKV2())
  }
}

extension TopKV2: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
