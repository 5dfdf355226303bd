// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Matrices with given diagonals, and a value elsewhere.
enum DiagonalMatrix: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixDiagV2", "MatrixDiagV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let diagonal = try node.input(0)
    let bounds = try legalizer.diagonals(node.input(1))
    let rows = try legalizer.constantInteger(node.input(2), called: "num_rows")
    let columns = try legalizer.constantInteger(node.input(3), called: "num_cols")
    let isPlain = bounds == 0...0 && rows == -1 && columns == -1
    if isPlain, legalizer.isZero(try node.input(4)) {
      return [try legalizer.emit(.matrixDiag(MatrixDiag()), diagonal)]
    }
    let axis = try legalizer.rank(of: diagonal) - 1
    let length = try legalizer.staticDimension(axis, of: diagonal, called: "diagonal")
    let band = try DiagonalBand(
      bounds, length: length, rows: rows, columns: columns, node.diagonalAlignment)
    guard band.length == length else {
      throw node.error(
        "the diagonals of \(band.rows) × \(band.columns) have not \(length) elements")
    }
    try legalizer.checkTable(band.rows, band.columns)
    let padding = try legalizer.filled(
      legalizer.vector(
        legalizer.sizes(of: diagonal).dropLast(bounds.count > 1 ? 2 : 1)
          + [RuntimeSize(known: 1, value: diagonal, axis: 0)]),
      with: legalizer.reshaped(node.input(4), to: [Int]()))
    let flat = try legalizer.flattened(diagonal, last: bounds.count > 1 ? 2 : 1)
    let places = band.placesOfDiagonals.map { $0 ?? band.elementCount }
    return [
      try legalizer.arranged([flat, padding], as: places, last: [band.rows, band.columns])
    ]
  }
}

/// Diagonals of matrices.
enum DiagonalPart: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixDiagPart", "MatrixDiagPartV2", "MatrixDiagPartV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let size = try legalizer.matrixSize(of: x)
    let bounds = node.inputs.count > 1 ? try legalizer.diagonals(node.input(1)) : 0...0
    guard bounds != 0...0 else {
      let flat = try legalizer.flattened(x, last: 2)
      let places = try legalizer.diagonalPlaces(size.rows, size.columns)
      return [try legalizer.gathered(flat, at: places, along: legalizer.rank(of: flat) - 1)]
    }
    guard let rows = size.rows.known, let columns = size.columns.known else {
      throw node.error("diagonals beside the main one need matrices of a known size")
    }
    let band = try DiagonalBand(bounds, rows: rows, columns: columns, node.diagonalAlignment)
    guard band.isInside else { throw node.error("there are no diagonals \(bounds)") }
    try legalizer.checkTable(bounds.count, band.length)
    let padding = try legalizer.filled(
      legalizer.vector(
        legalizer.sizes(of: x).dropLast(2)
          + [RuntimeSize(known: 1, value: x, axis: 0)]),
      with: legalizer.reshaped(node.input(2), to: [Int]()))
    let places = band.placesInMatrix.map { $0 ?? rows * columns }
    return [
      try legalizer.arranged(
        [legalizer.flattened(x, last: 2), padding], as: places,
        last: bounds.count > 1 ? [bounds.count, band.length] : [band.length])
    ]
  }
}

/// Matrices with other diagonals.
enum WithDiagonal: TensorFlowConversion {
  static let tensorFlowNames = ["MatrixSetDiagV2", "MatrixSetDiagV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, diagonal) = (try node.input(0), try node.input(1))
    let bounds = try legalizer.diagonals(node.input(2))
    if bounds == 0...0 {
      return [try legalizer.emit(.matrixSetDiag(MatrixSetDiag()), x, diagonal)]
    }
    let size = try legalizer.matrixSize(of: x)
    guard let rows = size.rows.known, let columns = size.columns.known else {
      throw node.error("diagonals beside the main one need matrices of a known size")
    }
    let band = try DiagonalBand(bounds, rows: rows, columns: columns, node.diagonalAlignment)
    guard band.isInside else { throw node.error("there are no diagonals \(bounds)") }
    try legalizer.checkTable(rows, columns)
    let places = band.placesOfDiagonals.enumerated().map {
      $0.element.map { $0 + rows * columns } ?? $0.offset
    }
    let parts = [
      try legalizer.flattened(x, last: 2),
      try legalizer.flattened(diagonal, last: bounds.count > 1 ? 2 : 1),
    ]
    return [try legalizer.arranged(parts, as: places, last: [rows, columns])]
  }
}

/// Tensors of twice the rank with the elements of one on their main diagonal, and the way back.
enum TensorDiagonal: TensorFlowConversion {
  static let tensorFlowNames = ["Diag", "DiagPart"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let sizes = try legalizer.sizes(of: x)
    if node.operation == "Diag" {
      let matrix = try legalizer.emit(
        .matrixDiag(MatrixDiag()), legalizer.reshaped(x, to: [-1]))
      return [try legalizer.reshaped(matrix, to: (sizes + sizes).map { [$0] })]
    }
    let half = Array(sizes.prefix(sizes.count / 2))
    let axis = try legalizer.constant(integers: [0])
    let rows = try legalizer.emit(
      .reduceProd(ReduceProd()), legalizer.vector(half), axis)
    let count = RuntimeSize(
      known: legalizer.known(rows).numbers?.first, value: rows, axis: RuntimeSize.scalarAxis)
    let diagonal = try legalizer.gathered(
      legalizer.reshaped(x, to: [-1]), at: legalizer.diagonalPlaces(count, count), along: 0)
    return [try legalizer.reshaped(diagonal, to: half.map { [$0] })]
  }
}

extension TensorFlowNode {
  /// On which side short diagonals lie; those of the second version always on the left.
  fileprivate var diagonalAlignment: DiagonalBand.Alignment {
    get throws(ConversionError) {
      guard operation.hasSuffix("V3") else { return DiagonalBand.Alignment("LEFT_LEFT") }
      return DiagonalBand.Alignment(try string("align", default: "RIGHT_LEFT"))
    }
  }
}

extension Legalizer {
  /// The diagonals that an operand says, 0 for the main one.
  fileprivate func diagonals(_ value: ValueID) throws(ConversionError) -> ClosedRange<Int> {
    let numbers = try constantIntegers(value, called: "k")
    guard let first = numbers.first, let last = numbers.last, numbers.count <= 2, first <= last
    else { throw error("'k' is \(numbers), must be one or two ascending") }
    return first...last
  }

  /// Whether a value is known to have but zeros.
  fileprivate func isZero(_ value: ValueID) -> Bool {
    known(value).constant.map { $0.bytes.allSatisfy { $0 == 0 } } ?? false
  }

  /// The last axes as one.
  fileprivate mutating func flattened(
    _ x: ValueID, last count: Int
  ) throws(ConversionError) -> ValueID {
    let sizes = try sizes(of: x)
    return try reshaped(
      x, to: sizes.dropLast(count).map { [$0] } + [Array(sizes.suffix(count))])
  }

  /// Elements along the last axis of all parts in another order, and that axis as several.
  fileprivate mutating func arranged(
    _ parts: [ValueID], as places: [Int], last shape: [Int]
  ) throws(ConversionError) -> ValueID {
    let axis = try rank(of: parts[0]) - 1
    let picked = try gathered(
      joined(parts, along: axis), at: constant(integers: places), along: axis)
    let batch = try sizes(of: picked).dropLast().map { [$0] }
    return try reshaped(
      picked, to: batch + shape.map { [RuntimeSize(known: $0, value: picked, axis: 0)] })
  }

  /// Where the diagonal of a matrix lies in row-major order.
  fileprivate mutating func diagonalPlaces(
    _ rows: RuntimeSize, _ columns: RuntimeSize
  ) throws(ConversionError) -> ValueID {
    if let rows = rows.known, let columns = columns.known {
      try checkTable(min(rows, columns))
      return try constant(integers: (0..<min(rows, columns)).map { $0 * (columns + 1) })
    }
    let (height, width) = (try scalar(rows), try scalar(columns))
    return try product(numbers(below: minimum(height, width)), sum(width, 1))
  }
}
