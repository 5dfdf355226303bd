// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension SquaredDifference: DirectConversion {
  package static let tensorFlowNames = ["SquaredDifference"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .squaredDifference(SquaredDifference())
  }
}

extension SquaredDifference: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2])
  }
}
