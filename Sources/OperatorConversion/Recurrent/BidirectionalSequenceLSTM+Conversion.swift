// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension BidirectionalSequenceLSTM: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    BidirectionalSequenceLSTMOptionsValue(
      fusedActivationFunction: attributes.activation.function, cellClip: attributes.cellClip,
      projClip: attributes.projectionClip, mergeOutputs: mergesOutputs,
      timeMajor: isTimeMajor, asymmetricQuantizeInputs: attributes.quantizesAsymmetrically)
  }

  package func version(for operands: WrittenOperands) -> Int {
    attributes.quantizesAsymmetrically ? 3 : isTimeMajor ? 1 : 2
  }
}
