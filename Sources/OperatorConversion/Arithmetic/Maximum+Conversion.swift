// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Maximum: DirectConversion {
  package static let tensorFlowNames = ["Maximum"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .maximum(Maximum())
  }
}

extension Maximum: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 4])
  }
}
