// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Inverses and determinants of matrices, and what they must be multiplied with to give others.
///
/// Elimination of one column after the other, unrolled; the row with the largest element comes first, as
/// in TensorFlow.
enum Elimination: TensorFlowConversion {
  static let tensorFlowNames = [
    "LogMatrixDeterminant", "MatrixDeterminant", "MatrixInverse", "MatrixSolve",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var matrix = try node.input(0)
    if try node.bool("adjoint") { matrix = try legalizer.matrixTransposed(matrix) }
    let size = try legalizer.unrolledSize(of: matrix)
    let rank = try legalizer.rank(of: matrix)
    switch node.operation {
    case "MatrixDeterminant":
      let pivots = try legalizer.eliminated(matrix, size: size).pivots
      let sign = try legalizer.sign(of: pivots)
      return [try legalizer.product(pivots.map(\.element), times: sign)]
    case "LogMatrixDeterminant":
      let pivots = try legalizer.eliminated(matrix, size: size).pivots
      var signs: [ValueID] = []
      var sum: ValueID?
      for pivot in pivots {
        signs.append(try legalizer.emit(.sign(Sign()), pivot.element))
        let part = try legalizer.logarithm(legalizer.magnitude(pivot.element))
        if let before = sum { sum = try legalizer.sum(before, part) } else { sum = part }
      }
      return [try legalizer.product(signs, times: legalizer.sign(of: pivots)), sum!]
    case "MatrixInverse":
      let unit = (0..<size * size).map { Float($0 % (size + 1) == 0 ? 1 : 0) }
      let ones = try legalizer.constant(
        ConstantData(unit), type: .float32, shape: [size, size])
      let right = try legalizer.emit(
        .broadcastTo(BroadcastTo()), ones, legalizer.shapeVector(of: matrix))
      return [try legalizer.solution(matrix, right, size: size, columns: size, rank: rank)]
    default:
      let right = try node.input(1)
      let columns = try legalizer.staticDimension(rank - 1, of: right, called: "rhs")
      try legalizer.checkTable(columns)
      return [
        try legalizer.solution(matrix, right, size: size, columns: columns, rank: rank)
      ]
    }
  }

  /// What a step divides by, and whether its row was where it is.
  fileprivate struct Pivot {
    let element: ValueID
    let isInPlace: ValueID
  }
}

extension Legalizer {
  /// 1 for an even number of exchanges, −1 for an odd one.
  fileprivate mutating func sign(
    of pivots: [Elimination.Pivot]
  ) throws(ConversionError) -> ValueID {
    let (one, other) = (
      try constant(scalar: 1, type: .float32), try constant(scalar: -1, type: .float32)
    )
    var signs: [ValueID] = []
    for pivot in pivots { signs.append(try choice(pivot.isInPlace, one, other)) }
    return try product(Array(signs.dropFirst()), times: signs[0])
  }

  fileprivate mutating func product(
    _ factors: [ValueID], times first: ValueID
  ) throws(ConversionError) -> ValueID {
    var result = first
    for factor in factors { result = try product(result, factor) }
    return result
  }

  fileprivate mutating func solution(
    _ matrix: ValueID, _ right: ValueID, size: Int, columns: Int, rank: Int
  ) throws(ConversionError) -> ValueID {
    let both = try joined([matrix, right], along: rank - 1)
    let rows = try eliminated(both, size: size).rows
    let order = try constant(integers: (0..<columns).map { $0 + size })
    return try gathered(rows, at: order, along: rank - 1)
  }

  /// Rows of which the first square has become the unit matrix, and the pivots.
  fileprivate mutating func eliminated(
    _ matrix: ValueID, size: Int
  ) throws(ConversionError) -> (rows: ValueID, pivots: [Elimination.Pivot]) {
    var rows = matrix
    let axis = try rank(of: rows) - 1
    var pivots: [Elimination.Pivot] = []
    for step in 0..<size {
      let position = try constant(integers: [step])
      let column = try element(step, of: rows, along: axis)
      let place = try largest(of: column, from: step, size: size, axis: axis - 1)
      let isPlace = try emit(
        .oneHot(OneHot()), place, scalar(size), truth(true), truth(false))
      let zero = try constant(scalar: 0, type: .float32)
      let picked = try total(
        choice(expanded(isPlace, at: axis), rows, zero), along: [axis - 1], keepsDimensions: true)
      let own = try gathered(rows, at: position, along: axis - 1)
      let pivot = try gathered(picked, at: position, along: axis)
      let row = try quotient(picked, pivot)
      // What was in this row goes where the picked one was, and is worked on there.
      let moved = try choice(expanded(isPlace, at: axis), own, rows)
      let factors = try gathered(moved, at: position, along: axis)
      let isOwn = try constant(
        ConstantData((0..<size).map { UInt8($0 == step ? 1 : 0) }), type: .bool,
        shape: [size, 1])
      rows = try choice(isOwn, row, difference(moved, product(factors, row)))
      let scalarPivot = try squeezed(squeezed(pivot, at: axis), at: axis - 1)
      pivots.append(
        Elimination.Pivot(
          element: scalarPivot, isInPlace: try isEqual(place, scalar(step))))
    }
    return (rows, pivots)
  }

  /// Where the element of the largest magnitude is, of those from `start` on.
  private mutating func largest(
    of column: ValueID, from start: Int, size: Int, axis: Int
  ) throws(ConversionError) -> ValueID {
    let isLeft = try constant(
      ConstantData((0..<size).map { UInt8($0 < start ? 0 : 1) }), type: .bool, shape: [size])
    let none = try constant(scalar: -1, type: .float32)
    let sizes = try choice(isLeft, magnitude(column), none)
    return try emit(.argMax(ArgMax(outputType: .int32)), sizes, scalar(axis))
  }
}
