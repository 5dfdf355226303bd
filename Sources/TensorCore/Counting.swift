// SPDX-License-Identifier: Apache-2.0

/// Counts where an `Int` may have 32 bits: what a file says can be more than it holds.
extension Int {
  /// `self · factor` as the size of an axis; −1, which no shape may have, if there is no such `Int`.
  package func axis(times factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? -1 : product
  }

  /// `self + count` as the size of an axis; −1, which no shape may have, if there is no such `Int`.
  package func axis(plus count: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(count)
    return overflow || self < 0 ? -1 : sum
  }

  /// `self · factor`, or `Int.max`, which every limit of memory refuses; neither may be negative.
  package func saturatingProduct(_ factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }

  /// `⌊self · index / count⌋`: where part `index` begins if so many units are cut into `count` parts.
  package func start(ofPart index: Int, of count: Int) -> Int {
    Int(Int64(self) * Int64(index) / Int64(count))
  }
}
