// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension Sub: DirectConversion {
  package static let tensorFlowNames = ["Sub"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .sub(Sub())
  }
}

extension Sub: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SubOptionsValue(
      fusedActivationFunction: activation.function, potScaleInt16: shiftsPowersOfTwo)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 5, .int64: 4])
  }
}
