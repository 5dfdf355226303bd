// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension BatchMatMul: DirectConversion {
  package static let tensorFlowNames = ["BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"]

  /// For real numbers the adjoint is the transpose.
  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .batchMatMul(
      BatchMatMul(
        transposesLeft: try node.bool("adj_x"), transposesRight: try node.bool("adj_y")))
  }
}

extension BatchMatMul: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    BatchMatMulOptionsValue(
      adjX: transposesLeft, adjY: transposesRight,
      asymmetricQuantizeInputs: operands.isDynamicRange && quantizesAsymmetrically)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.isDynamicRange ? 4 : operands.version(byType: [.int8: 2, .int16: 3])
  }
}
