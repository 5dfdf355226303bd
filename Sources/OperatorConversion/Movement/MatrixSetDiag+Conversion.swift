// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension MatrixSetDiag: DirectConversion {
  package static let tensorFlowNames = ["MatrixSetDiag"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .matrixSetDiag(MatrixSetDiag())
  }
}

extension MatrixSetDiag: WrittenOperator {}
