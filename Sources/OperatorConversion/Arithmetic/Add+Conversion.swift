// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension Add: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    AddOptionsValue(
      fusedActivationFunction: activation.function, potScaleInt16: shiftsPowersOfTwo)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3, .int64: 4, .float16: 6])
  }
}
