// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension MatrixDiag: DirectConversion {
  package static let tensorFlowNames = ["MatrixDiag"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .matrixDiag(MatrixDiag())
  }
}

extension MatrixDiag: WrittenOperator {}
