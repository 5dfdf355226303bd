// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
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
    let (lower, upper) = (try node.input(1), try node.input(2))
    let size = try legalizer.matrixSize(of: x)
    let condition: ValueID
    if let below = legalizer.known(lower).numbers?.first,
      let above = legalizer.known(upper).numbers?.first
    {
      guard below >= 0 || above >= 0 else { return [x] }
      condition = try legalizer.band(of: size, below, above)
    } else {
      condition = try legalizer.band(of: size, from: lower, to: upper)
    }
    if legalizer.type(of: x) == .bool { return [try legalizer.both(x, condition)] }
    let zero = try legalizer.zero(of: legalizer.type(of: x))
    return [try legalizer.choice(condition, x, zero)]
  }
}

extension Legalizer {
  /// The sizes of the last two axes.
  func matrixSize(
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
      try checkTable(rows, columns)
      let mask = (0..<rows).flatMap { row in
        (0..<columns).map { column in
          (lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper)
        }
      }
      return try constant(
        ConstantData(mask.map { UInt8($0 ? 1 : 0) }), type: .bool, shape: [rows, columns])
    }
    let distance = try distanceBelowDiagonal(size)
    let isAbove = try emit(.lessEqual(LessEqual()), distance, scalar(lower))
    let isBelow = try emit(.greaterEqual(GreaterEqual()), distance, scalar(-max(upper, -1)))
    if upper < 0 { return isAbove }
    return lower < 0 ? isBelow : try both(isAbove, isBelow)
  }

  /// The same where only the data tell how many; negative ones become the most that there may be.
  fileprivate mutating func band(
    of size: (rows: RuntimeSize, columns: RuntimeSize), from lower: ValueID, to upper: ValueID
  ) throws(ConversionError) -> ValueID {
    let distance = try distanceBelowDiagonal(size)
    let (below, above) = (
      try converted(lower, as: .int32), try converted(upper, as: .int32)
    )
    let most = try scalar(Int(Int32.max))
    let first = try choice(isLess(below, 0), most, below)
    let last = try choice(isLess(above, 0), most, above)
    return try both(
      emit(.lessEqual(LessEqual()), distance, first),
      emit(.lessEqual(LessEqual()), negated(distance), last))
  }

  /// Row less column of each place of a matrix.
  private mutating func distanceBelowDiagonal(
    _ size: (rows: RuntimeSize, columns: RuntimeSize)
  ) throws(ConversionError) -> ValueID {
    let rows = try expanded(numbers(below: scalar(size.rows)), at: 1)
    return try difference(rows, numbers(below: scalar(size.columns)))
  }
}
