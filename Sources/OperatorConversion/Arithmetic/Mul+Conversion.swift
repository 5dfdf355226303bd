// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension Mul: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    MulOptionsValue(fusedActivationFunction: activation.function)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 4, .int64: 5, .complex64: 6, .float16: 8])
  }
}
