// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Rows of one segment number joined to one; numbers ascend, but may leave some out.
///
/// Computed as if they did not ascend, which takes numbers that only the data tell, too.
enum SortedSegments: TensorFlowConversion {
  static let tensorFlowNames = [
    "SegmentMax", "SegmentMaxV2", "SegmentMean", "SegmentMin", "SegmentMinV2", "SegmentProd",
    "SegmentProdV2", "SegmentSum", "SegmentSumV2",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, segments) = (try node.input(0), try node.input(1))
    let isCounted = node.operation.hasSuffix("V2")
    if node.operation == "SegmentSum", let numbers = legalizer.known(segments).numbers,
      numbers.isWithoutGaps
    {
      return [try legalizer.emit(.segmentSum(SegmentSum()), x, segments)]
    }
    let count = isCounted ? try node.input(2) : try legalizer.segmentCount(segments)
    let base = String(node.operation.prefix { $0 != "V" })
    switch base {
    case "SegmentSum":
      return [try legalizer.emit(.unsortedSegmentSum(UnsortedSegmentSum()), x, segments, count)]
    case "SegmentProd":
      return [
        try legalizer.emit(.unsortedSegmentProd(UnsortedSegmentProd()), x, segments, count)
      ]
    case "SegmentMean":
      return [try legalizer.segmentSum(x, segments, count, dividedBy: .count)]
    default:
      let operation: Operator =
        base == "SegmentMax"
        ? .unsortedSegmentMax(UnsortedSegmentMax()) : .unsortedSegmentMin(UnsortedSegmentMin())
      let result = try legalizer.emit(operation, x, segments, count)
      if isCounted { return [result] }
      let isEmpty = try legalizer.isEqual(
        legalizer.memberCount(segments, count, rank: legalizer.rank(of: x)), 0)
      return [try legalizer.choice(isEmpty, 0, result)]
    }
  }
}

/// Rows of a table that indices pick, those of one segment number joined to one.
enum PickedSegments: TensorFlowConversion {
  static let tensorFlowNames = [
    "SparseSegmentMean", "SparseSegmentMeanWithNumSegments", "SparseSegmentSqrtN",
    "SparseSegmentSqrtNWithNumSegments", "SparseSegmentSum", "SparseSegmentSumWithNumSegments",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let segments = try node.input(2)
    let rows = try legalizer.gathered(node.input(0), at: node.input(1), along: 0)
    let count =
      node.operation.hasSuffix("WithNumSegments")
      ? try node.input(3) : try legalizer.segmentCount(segments)
    let divisor: SegmentDivisor =
      node.operation.hasPrefix("SparseSegmentMean")
      ? .count : node.operation.hasPrefix("SparseSegmentSqrtN") ? .rootOfCount : .one
    return [try legalizer.segmentSum(rows, segments, count, dividedBy: divisor)]
  }
}

/// What the sum of a segment is divided by.
private enum SegmentDivisor {
  case one, count, rootOfCount
}

extension [Int] {
  /// Whether each number is the one before it or one more, the first 0.
  fileprivate var isWithoutGaps: Bool {
    !isEmpty && first == 0 && zip(self, dropFirst()).allSatisfy { $1 == $0 || $1 == $0 + 1 }
  }
}

extension Legalizer {
  /// One more than the largest segment number, as an int32 scalar; 0 where there is none.
  fileprivate mutating func segmentCount(_ segments: ValueID) throws(ConversionError) -> ValueID {
    let numbers = try converted(segments, as: .int32)
    let bounded = try joined([numbers, constant(integers: [-1])], along: 0)
    let last = try emit(.reduceMax(ReduceMax()), bounded, constant(integers: [0]))
    return try sum(last, 1)
  }

  /// How many rows each segment has, as int32, under further axes of size 1.
  fileprivate mutating func memberCount(
    _ segments: ValueID, _ count: ValueID, rank: Int
  ) throws(ConversionError) -> ValueID {
    let ones = try filled(shapeVector(of: segments), with: scalar(1))
    let members = try emit(.unsortedSegmentSum(UnsortedSegmentSum()), ones, segments, count)
    return try reshaped(members, to: [-1] + Array(repeating: 1, count: rank - 1))
  }

  fileprivate mutating func segmentSum(
    _ rows: ValueID, _ segments: ValueID, _ count: ValueID, dividedBy divisor: SegmentDivisor
  ) throws(ConversionError) -> ValueID {
    let sum = try emit(.unsortedSegmentSum(UnsortedSegmentSum()), rows, segments, count)
    if case .one = divisor { return sum }
    let members = try maximum(memberCount(segments, count, rank: rank(of: rows)), 1)
    let size = try converted(members, as: type(of: rows))
    if case .count = divisor { return try quotient(sum, size) }
    return try quotient(sum, squareRoot(size))
  }
}
