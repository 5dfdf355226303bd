// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The diagonals of matrices from some below the main one to some above it, zeros elsewhere.
enum BandPart: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixBandPart"]

  /// Chooses by a mask, which is constant where rows and columns have known sizes.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let lower = try legalizer.constantInteger(node.input(1), called: "num_lower")
    let upper = try legalizer.constantInteger(node.input(2), called: "num_upper")
    guard lower >= 0 || upper >= 0 else { return [x] }
    let condition = try legalizer.band(of: legalizer.matrixSize(of: x), lower, upper)
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
    shape.append([rows, columns])
    let flat = try legalizer.reshaped(x, to: shape)
    let indices = try legalizer.diagonalPlaces(rows, columns)
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
  /// The sizes of the last two axes.
  fileprivate func matrixSize(
    of value: ValueID
  ) throws(ConversionError) -> (rows: RuntimeSize, columns: RuntimeSize) {
    let sizes = try sizes(of: value)
    guard sizes.count >= 2 else { throw error("needs two axes at least") }
    return (sizes[sizes.count - 2], sizes[sizes.count - 1])
  }

  /// Whether a place is at most `lower` below and `upper` above the diagonal; negative: any.
  fileprivate mutating func band(
    of size: (rows: RuntimeSize, columns: RuntimeSize), _ lower: Int, _ upper: Int
  ) throws(ConversionError) -> ValueID {
    if let rows = size.rows.known, let columns = size.columns.known {
      let mask = (0..<rows).flatMap { row in
        (0..<columns).map { column in
          (lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper)
        }
      }
      return try constant(
        ConstantData(mask.map { UInt8($0 ? 1 : 0) }), type: .bool, shape: [rows, columns])
    }
    let rows = try emit(
      .expandDims(ExpandDims()), numbers(below: scalar(size.rows)), scalar(1))
    let distance = try emit(.sub(Sub()), rows, numbers(below: scalar(size.columns)))
    let isAbove = try emit(.lessEqual(LessEqual()), distance, scalar(lower))
    let isBelow = try emit(.greaterEqual(GreaterEqual()), distance, scalar(-upper))
    if upper < 0 { return isAbove }
    return lower < 0 ? isBelow : try emit(.logicalAnd(LogicalAnd()), isAbove, isBelow)
  }

  /// Where the diagonal of a matrix lies in row-major order.
  fileprivate mutating func diagonalPlaces(
    _ rows: RuntimeSize, _ columns: RuntimeSize
  ) throws(ConversionError) -> ValueID {
    if let rows = rows.known, let columns = columns.known {
      return try constant(integers: (0..<min(rows, columns)).map { $0 * (columns + 1) })
    }
    let (height, width) = (try scalar(rows), try scalar(columns))
    let count = try emit(.minimum(Minimum()), height, width)
    let step = try emit(.add(Add()), width, scalar(1))
    return try emit(.mul(Mul()), numbers(below: count), step)
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
