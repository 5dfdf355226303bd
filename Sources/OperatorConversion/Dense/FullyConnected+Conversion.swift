// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import OpenSizes
import Operators
import TensorCore

extension FullyConnected: TensorFlowConversion {
  package static let tensorFlowNames = ["MatMul"]

  /// Constant right matrices become weights, outputs first; others are multiplied as they are.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (left, right) = (try node.input(0), try node.input(1))
    let isLeftTransposed = try node.bool("transpose_a")
    let isRightTransposed = try node.bool("transpose_b")
    guard legalizer.known(right).constant != nil else {
      let product = BatchMatMul(
        transposesLeft: isLeftTransposed, transposesRight: isRightTransposed)
      return [try legalizer.emit(.batchMatMul(product), left, right)]
    }
    let input = isLeftTransposed ? try legalizer.transposed(left, by: [1, 0]) : left
    let weights = isRightTransposed ? right : try legalizer.outputsFirst(right)
    return [try legalizer.emit(.fullyConnected(FullyConnected()), input, weights, nil)]
  }
}

extension FullyConnected: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    FullyConnectedOptionsValue(
      fusedActivationFunction: activation.function, keepNumDims: keepsDimensions,
      asymmetricQuantizeInputs: operands.isDynamicRange && quantizesAsymmetrically,
      quantizedBiasType: operands.quantizedBiasType(
        activation: 0, bias: 2, given: quantizedBiasType))
  }

  package func version(for operands: WrittenOperands) -> Int {
    if operands.type(1) == .int2 { return 14 }
    if operands.isDynamicRange, operands.hasPerChannelWeights { return 12 }
    if operands.isDynamicRange, operands.type(1) == .int8 { return 9 }
    if operands.hasShortBias(activation: 0, bias: 2) { return 11 }
    if operands.type(1) == .int4 { return 10 }
    if operands.type(0) == .int16 { return 7 }
    if keepsDimensions { return 5 }
    return operands.version(byType: [.int8: 4])
  }
}
