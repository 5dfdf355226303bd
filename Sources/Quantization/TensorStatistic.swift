// SPDX-License-Identifier: Apache-2.0

/// What calibration keeps of one tensor, and the range that it takes from that.
package protocol TensorStatistic: Sendable {
  /// Of a tensor that was not seen yet.
  init()

  /// Takes in what the tensor held once.
  ///
  /// - Returns: whether all elements are finite; those that are not are left out.
  mutating func observe(_ elements: UnsafeBufferPointer<Float>) -> Bool

  /// The range that integers are to cover; empty where nothing finite was seen.
  var range: ValueRange { get }
}

/// The smallest and the largest finite value.
package struct MinMaxStatistic: TensorStatistic {
  package private(set) var range = ValueRange.empty

  package init() {}

  package mutating func observe(_ elements: UnsafeBufferPointer<Float>) -> Bool {
    let (seen, isComplete) = ValueRange.finite(in: elements)
    range.formUnion(seen)
    return isComplete
  }
}
