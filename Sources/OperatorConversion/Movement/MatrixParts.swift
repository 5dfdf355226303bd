// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The diagonals of matrices from some below the main one to some above it, zeros elsewhere.
enum BandPart: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixBandPart"]

  /// Chooses by a constant mask: C1: rows and columns have known sizes.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let (rows, columns) = try legalizer.matrixSize(of: x)
    let lower = try legalizer.constantInteger(node.input(1), called: "num_lower")
    let upper = try legalizer.constantInteger(node.input(2), called: "num_upper")
    let mask = (0..<rows).flatMap { row in
      (0..<columns).map { column in
        (lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper)
      }
    }
    let condition = try legalizer.constant(
      ConstantData(mask.map { UInt8($0 ? 1 : 0) }), type: .bool, shape: [rows, columns])
    if legalizer.type(of: x) == .bool {
      return [try legalizer.emit(.logicalAnd(LogicalAnd()), x, condition)]
    }
    let zero = try legalizer.zero(of: legalizer.type(of: x))
    return [try legalizer.emit(.selectV2(SelectV2()), condition, x, zero)]
  }
}

/// Square matrices with given main diagonals.
enum DiagonalMatrix: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixDiagV2", "MatrixDiagV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    try legalizer.requireMainDiagonal(node, operand: 1)
    let diagonal = try node.input(0)
    for operand in [2, 3] where operand < node.inputs.count {
      let size = try legalizer.constantInteger(node.input(operand), called: "num_rows")
      let count = try legalizer.shape(of: diagonal).last
      guard size == -1 || count == size else {
        throw node.error("only square matrices are supported")
      }
    }
    return [try legalizer.emit(.matrixDiag(MatrixDiag()), diagonal)]
  }
}

/// The main diagonals of matrices: every element that is columns + 1 after the one before.
enum DiagonalPart: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixDiagPart", "MatrixDiagPartV2", "MatrixDiagPartV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    try legalizer.requireMainDiagonal(node, operand: 1)
    let x = try node.input(0)
    let (rows, columns) = try legalizer.matrixSize(of: x)
    let rank = try legalizer.rank(of: x)
    var shape = try legalizer.sizes(of: x).dropLast(2).map { [$0] }
    shape.append([RuntimeSize(known: rows * columns, value: x, axis: rank - 1)])
    let flat = try legalizer.reshaped(x, to: shape)
    let count = min(rows, columns)
    let indices = try legalizer.constant(integers: (0..<count).map { $0 * (columns + 1) })
    return [try legalizer.emit(.gather(Gather(axis: rank - 2)), flat, indices)]
  }
}

/// Matrices with other main diagonals.
enum WithDiagonal: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixSetDiagV2", "MatrixSetDiagV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    try legalizer.requireMainDiagonal(node, operand: 2)
    return [
      try legalizer.emit(.matrixSetDiag(MatrixSetDiag()), node.input(0), node.input(1))
    ]
  }
}

extension Legalizer {
  /// The known sizes of the last two axes.
  fileprivate func matrixSize(
    of value: ValueID
  ) throws(ConversionError) -> (rows: Int, columns: Int) {
    let rank = try rank(of: value)
    return (
      try staticDimension(rank - 2, of: value, called: "input"),
      try staticDimension(rank - 1, of: value, called: "input")
    )
  }

  /// Checks that an operand, where there is one, says the main diagonal.
  fileprivate func requireMainDiagonal(
    _ node: TensorFlowNode, operand: Int
  ) throws(ConversionError) {
    guard operand < node.inputs.count else { return }
    let diagonals = try constantIntegers(node.inputs[operand], called: "k")
    guard diagonals.allSatisfy({ $0 == 0 }) else {
      throw error("only the main diagonal is supported, k is \(diagonals)")
    }
  }
}
