// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension ReverseV2: DirectConversion {
  package static let tensorFlowNames = ["ReverseV2"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reverseV2(ReverseV2())
  }
}

extension ReverseV2: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.bool: 2, .int8: 3])
  }
}
