// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Products of matrices of which many elements are 0, computed like any others.
enum SparseProduct: TensorFlowConversion {
  static let tensorFlowNames = ["SparseMatMul", "SparseTensorDenseMatMul"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    guard node.operation == "SparseTensorDenseMatMul" else {
      return try FullyConnected.convert(node, with: &legalizer)
    }
    let left = try legalizer.emit(
      .scatterND(ScatterND()), node.input(0), node.input(1), node.input(2))
    let product = BatchMatMul(
      transposesLeft: try node.bool("adjoint_a"), transposesRight: try node.bool("adjoint_b"))
    return [try legalizer.emit(.batchMatMul(product), left, node.input(3))]
  }
}
