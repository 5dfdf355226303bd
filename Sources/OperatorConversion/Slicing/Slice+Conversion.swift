// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Slice: DirectConversion {
  package static let tensorFlowNames = ["Slice"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .slice(Slice())
  }
}

extension Slice: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 4])
  }
}
