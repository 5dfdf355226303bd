// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension SVDF: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    SVDFOptionsValue(
      rank: rank, fusedActivationFunction: activation.function,
      asymmetricQuantizeInputs: quantizesAsymmetrically)
  }

  package func version(for operands: WrittenOperands) -> Int {
    quantizesAsymmetrically ? 4 : operands.isHybrid(weights: 1) ? 2 : 1
  }
}
