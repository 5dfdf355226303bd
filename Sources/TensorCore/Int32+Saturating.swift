// SPDX-License-Identifier: Apache-2.0

extension Int32 {
  /// A real number cut off toward 0 and limited to a range, whose lower end stands for what is no
  /// number: scales of a damaged file may be so small that they give 0 · ∞.
  package init(saturating value: Double, within range: ClosedRange<Int32>) {
    // In this order NaN, which compares as false, gives way to the bound.
    self.init(Swift.min(Swift.max(Double(range.lowerBound), value), Double(range.upperBound)))
  }
}
