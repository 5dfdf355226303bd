// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension RNN: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    RNNOptionsValue(
      fusedActivationFunction: activation.function,
      asymmetricQuantizeInputs: quantizesAsymmetrically)
  }

  package func version(for operands: WrittenOperands) -> Int {
    quantizesAsymmetrically ? 3 : operands.isHybrid(weights: 1) ? 2 : 1
  }
}
