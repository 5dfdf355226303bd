// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension Sub: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SubOptionsValue(
      fusedActivationFunction: activation.function, potScaleInt16: shiftsPowersOfTwo)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 5, .int64: 4])
  }
}
