// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of what moves, spreads and picks rows.

extension BroadcastArgs: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let first = operands.sizes(0) ?? []
    let second = operands.sizes(1) ?? []
    return [[.maximum(first.first, second.first)]]
  }

  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    guard let first = operands.elements(0), let second = operands.elements(1) else { return nil }
    return (try? broadcast([first, second])).map { [$0] }
  }
}

extension Dilate: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return [nil] }
    guard let dilations = operands.elements(1), dilations.count == input.count else {
      return [operands.unknown(rank: input.count)]
    }
    return [zip(input, dilations).map { ($0 - 1) * $1 + 1 }]
  }
}

extension DynamicUpdateSlice: ShapeKeepingOperator {}
extension MatrixSetDiag: ShapeKeepingOperator {}
extension ReverseSequence: ShapeKeepingOperator {}

extension EmbeddingLookup: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let table: OpenShape = operands.sizes(1) else { return [nil] }
    return [[operands.sizes(0)?.first] + table.dropFirst()]
  }
}

extension EmbeddingLookupSparse: SizedOperator {
  package var sizeOperands: [Int] { [2] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let table: OpenShape = operands.sizes(4) else { return [nil] }
    let sizes: OpenShape? =
      operands.elements(2) ?? operands.unknown(rank: operands.elementCount(ofVector: 2))
    return [sizes.map { $0.dropLast() + table.dropFirst() }]
  }
}

extension HashtableLookup: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let count = operands.sizes(0)?.first
    guard let values: OpenShape = operands.sizes(2) else { return [nil, [count]] }
    return [[count] + values.dropFirst(), [count]]
  }
}

extension MatrixDiag: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let diagonal = operands.sizes(0) else { return [nil] }
    guard let last = diagonal.last else {
      throw OperatorError("'diagonal' is a scalar, must have an axis")
    }
    return [diagonal + [last]]
  }
}

extension SegmentSum: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  /// The data tell how many segments there are.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input: OpenShape = operands.sizes(0) else { return [nil] }
    return [[nil] + input.dropFirst()]
  }
}

extension SizedOperator where Self: UnsortedSegments {
  package var sizeOperands: [Int] { [2] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input: OpenShape = operands.sizes(0), let segments = operands.sizes(1) else {
      return [nil]
    }
    guard segments.count <= input.count else {
      throw OperatorError(
        "'segments' is \(text(of: segments)), must have an element for each row of "
          + text(of: input))
    }
    return [[operands.elements(2)?.first] + input.dropFirst(segments.count)]
  }
}

extension UnsortedSegmentMax: SizedOperator {}
extension UnsortedSegmentMin: SizedOperator {}
extension UnsortedSegmentProd: SizedOperator {}
extension UnsortedSegmentSum: SizedOperator {}

extension Unique: SizedOperator {
  package var sizeOperands: [Int] { [0] }

  /// The data tell how many differ.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[nil], operands.sizes(0)]
  }
}
