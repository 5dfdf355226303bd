// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import LiteWriter
import Operators

extension LSTM: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    LSTMOptionsValue(
      fusedActivationFunction: attributes.activation.function, cellClip: attributes.cellClip,
      projClip: attributes.projectionClip, kernelType: isBasic ? .basic : .full,
      asymmetricQuantizeInputs: attributes.quantizesAsymmetrically)
  }

  package func version(for operands: WrittenOperands) -> Int {
    if isBasic { return 2 }
    return attributes.quantizesAsymmetrically ? 4 : operands.isHybrid(weights: 2) ? 3 : 1
  }
}
