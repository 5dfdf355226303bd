// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The lower triangle whose product with its transpose is a symmetric, positive definite matrix.
///
/// Column by column, unrolled: each is the first column of what is left, over the root of its first
/// element, and its square is taken off the rest.
enum CholeskyFactor: TensorFlowConversion {
  static let tensorFlowNames = ["Cholesky"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var rest = try node.input(0)
    let size = try legalizer.unrolledSize(of: rest)
    let axis = try legalizer.rank(of: rest) - 1
    var columns: [ValueID] = []
    for place in 0..<size {
      let column = try legalizer.element(place, of: rest, along: axis)
      let corner = try legalizer.gathered(
        column, at: legalizer.constant(integers: [place]), along: axis - 1)
      let mask = try legalizer.constant(
        ConstantData((0..<size).map { Float($0 < place ? 0 : 1) }), type: .float32,
        shape: [size])
      let factor = try legalizer.product(
        legalizer.quotient(column, legalizer.squareRoot(corner)), mask)
      columns.append(factor)
      guard place < size - 1 else { continue }
      let square = try legalizer.product(
        legalizer.expanded(factor, at: axis), legalizer.expanded(factor, at: axis - 1))
      rest = try legalizer.difference(rest, square)
    }
    return try legalizer.emit(.pack(Pack(axis: axis)), columns, count: 1)
  }
}

/// What a triangular matrix must be multiplied with to give others, row by row, unrolled.
enum TriangularSolution: TensorFlowConversion {
  static let tensorFlowNames = ["BatchMatrixTriangularSolve", "MatrixTriangularSolve"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var (matrix, rest) = (try node.input(0), try node.input(1))
    let size = try legalizer.unrolledSize(of: matrix)
    let axis = try legalizer.rank(of: matrix) - 1
    var isLower = try node.bool("lower", default: true)
    if try node.bool("adjoint") {
      matrix = try legalizer.matrixTransposed(matrix)
      isLower.toggle()
    }
    let places = isLower ? Array(0..<size) : Array((0..<size).reversed())
    let lastAxis = try legalizer.rank(of: rest) - 1
    var rows = [ValueID?](repeating: nil, count: size)
    for place in places {
      let position = try legalizer.constant(integers: [place])
      let column = try legalizer.gathered(matrix, at: position, along: axis)
      let corner = try legalizer.gathered(column, at: position, along: axis - 1)
      let row = try legalizer.quotient(
        legalizer.gathered(rest, at: position, along: lastAxis - 1), corner)
      rows[place] = row
      // Rows that are done change, too, and are not read again.
      rest = try legalizer.difference(rest, legalizer.product(column, row))
    }
    return [try legalizer.joined(rows.map { $0! }, along: lastAxis - 1)]
  }
}

extension Legalizer {
  /// The size of square matrices whose elimination is written out step by step.
  func unrolledSize(of matrices: ValueID) throws(ConversionError) -> Int {
    let limit = 64
    let rank = try rank(of: matrices)
    guard rank > 1 else { throw error("needs matrices") }
    let size = try staticDimension(rank - 1, of: matrices, called: "input")
    guard (1...limit).contains(size), type(of: matrices) == .float32 else {
      throw error("matrices must be of float32 and have from 1 to \(limit) rows, not \(size)")
    }
    return size
  }

  /// Matrices with rows and columns exchanged.
  mutating func matrixTransposed(_ x: ValueID) throws(ConversionError) -> ValueID {
    let rank = try rank(of: x)
    guard rank > 1 else { throw error("needs matrices") }
    return try transposed(x, by: Array(0..<rank - 2) + [rank - 1, rank - 2])
  }
}
