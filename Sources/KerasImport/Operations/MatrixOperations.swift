// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Factors, inverses and solutions of matrices, those of the last two axes.
let matrixOperations: [OperationRow] = [
  (["Inv"], { [try $0.builder.unary("MatrixInverse", $0.floatOperand(0, "x"))] }),
  (
    ["Cholesky"],
    { call in
      let factor = try call.builder.unary("Cholesky", call.floatOperand(0, "x"))
      return [call.isUpper ? try call.builder.turned(factor) : factor]
    }
  ),
  (
    // The inverse of the matrix that has a factor.
    ["CholeskyInverse"],
    { call in
      let b = call.builder
      let x = try b.triangle(call.floatOperand(0, "x"), 0, isLower: !call.isUpper)
      let lower = call.isUpper ? try b.turned(x) : x
      return [try b.unary("MatrixInverse", b.matMul(lower, lower, transposeY: true))]
    }
  ),
  (
    ["Det"],
    { call in
      let x = try call.floatOperand(0, "x")
      return [
        try call.builder.emit(
          "MatrixDeterminant", [x], ["T": .type(.float32)], shape: x.shape.dropLast(2).map { $0 })
      ]
    }
  ),
  (
    // Of positive definite matrices, whose determinants are above 0.
    ["Logdet"], { [try $0.builder.logDeterminant($0.floatOperand(0, "x"))[1]] }
  ),
  (["Slogdet"], { try $0.builder.logDeterminant($0.floatOperand(0, "x")) }),
  (
    ["Solve"],
    { call in
      let (a, y) = try (call.floatOperand(0, "a"), call.floatOperand(1, "b"))
      return [try call.builder.solution(a, y, "MatrixSolve", ["adjoint": .bool(false)])]
    }
  ),
  (
    ["SolveTriangular"],
    { call in
      let (a, y) = try (call.floatOperand(0, "a"), call.floatOperand(1, "b"))
      let isLower = call.option(9, "lower").bool ?? false
      return [
        try call.builder.solution(
          a, y, "MatrixTriangularSolve", ["adjoint": .bool(false), "lower": .bool(isLower)])
      ]
    }
  ),
]

extension LayerCall {
  fileprivate var isUpper: Bool { option(9, "upper").bool ?? false }
}

extension GraphBuilder {
  /// Columns as rows.
  func turned(_ x: Tensor) throws -> Tensor {
    try x.requireRank(2...8)
    var order = Array(0..<x.rank)
    order.swapAt(x.rank - 1, x.rank - 2)
    return try transpose(x, order)
  }

  /// The determinant's sign and the logarithm of its size.
  fileprivate func logDeterminant(_ x: Tensor) throws -> [Tensor] {
    let shape = Array(x.shape.dropLast(2))
    return try emit(
      "LogMatrixDeterminant", [x], ["T": .type(.float32)],
      results: [(.float32, shape), (.float32, shape)])
  }

  /// The solution for one right side, or for the columns of several.
  fileprivate func solution(
    _ a: Tensor, _ y: Tensor, _ operation: String, _ options: [String: Attribute]
  ) throws -> Tensor {
    let isVector = y.rank == a.rank - 1
    let columns = isVector ? try expand(y, axis: y.rank) : y
    let attributes = options.merging(["T": .type(.float32)]) { $1 }
    let result = try emit(operation, [a, columns], attributes, shape: columns.shape)
    return isVector ? try squeeze(result, axes: [-1]) : result
  }
}
