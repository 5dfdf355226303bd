// SPDX-License-Identifier: Apache-2.0

/// 0 ..< `count` in order; those of which none comes first stay as they were.
///
/// A merge sort; the standard library's takes four times the code.
/// - Parameter comesFirst: whether the first index belongs before the second.
package func sortedIndices(_ count: Int, by comesFirst: (Int, Int) -> Bool) -> [Int] {
  var order = Array(0..<count)
  var merged = order
  var width = 1
  while width < count {
    for start in stride(from: 0, to: count, by: 2 * width) {
      let middle = min(start + width, count)
      let end = min(middle + width, count)
      var (left, right) = (start, middle)
      for place in start..<end {
        let takesRight = left == middle || right < end && comesFirst(order[right], order[left])
        merged[place] = order[takesRight ? right : left]
        if takesRight { right += 1 } else { left += 1 }
      }
    }
    swap(&order, &merged)
    width *= 2
  }
  return order
}

extension [Int] {
  /// Whether `number` is among these, which ascend.
  package func contains(sorted number: Int) -> Bool {
    var (start, end) = (0, count)
    while start < end {
      let middle = (start + end) / 2
      if self[middle] == number { return true }
      if self[middle] < number { start = middle + 1 } else { end = middle }
    }
    return false
  }
}
