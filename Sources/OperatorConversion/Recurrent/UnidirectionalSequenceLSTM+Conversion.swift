// SPDX-License-Identifier: Apache-2.0
import LiteWriter
import Operators

extension UnidirectionalSequenceLSTM: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    UnidirectionalSequenceLSTMOptionsValue(
      fusedActivationFunction: attributes.activation.function, cellClip: attributes.cellClip,
      projClip: attributes.projectionClip, timeMajor: isTimeMajor,
      asymmetricQuantizeInputs: attributes.quantizesAsymmetrically,
      diagonalRecurrentTensors: false)
  }

  package func version(for operands: WrittenOperands) -> Int {
    attributes.quantizesAsymmetrically ? 3 : operands.isHybrid(weights: 2) ? 2 : 1
  }
}
