// SPDX-License-Identifier: Apache-2.0

/// Numbers from `low` to `high`; `Int.min` and `Int.max` stand for no bound.
package struct SizeRange: Hashable, Sendable {
  package var low: Int
  package var high: Int

  package static let unbounded = SizeRange(low: .min, high: .max)

  package func contains(_ number: Int) -> Bool {
    low <= number && number <= high
  }

  static func + (a: SizeRange, b: SizeRange) -> SizeRange {
    func sum(_ x: Int, _ y: Int, without bound: Int) -> Int {
      if x == bound || y == bound { return bound }
      let (sum, overflow) = x.addingReportingOverflow(y)
      return overflow ? bound : sum
    }
    return SizeRange(
      low: sum(a.low, b.low, without: .min), high: sum(a.high, b.high, without: .max))
  }

  static func * (a: SizeRange, b: SizeRange) -> SizeRange {
    let products = [
      product(a.low, b.low), product(a.low, b.high), product(a.high, b.low),
      product(a.high, b.high),
    ]
    return SizeRange(low: products.min()!, high: products.max()!)
  }

  /// The product of two ends; 0 times no bound is 0, for all numbers between are finite.
  private static func product(_ x: Int, _ y: Int) -> Int {
    if x == 0 || y == 0 { return 0 }
    let isNegative = (x < 0) != (y < 0)
    let isUnbounded = [x, y].contains { $0 == .min || $0 == .max }
    let (product, overflow) = x.multipliedReportingOverflow(by: y)
    return isUnbounded || overflow ? (isNegative ? .min : .max) : product
  }

  /// The least range with both.
  func union(_ other: SizeRange) -> SizeRange {
    SizeRange(low: min(low, other.low), high: max(high, other.high))
  }
}

extension Size {
  /// Bounds that hold for all values of the symbols; the true ones may be narrower.
  package var range: SizeRange {
    for (index, term) in terms.enumerated() {
      guard term.factors.count == 1, case .shortfall(let p) = term.factors[0] else { continue }
      var rest = terms
      rest.remove(at: index)
      guard let rest = Size(terms: rest), let below = rest + Size(term.coefficient) * p
      else { break }
      // Either p ≥ 0 and the minimum is 0, or p ≤ −1 and it is p.
      return rest.range(given: p, from: 0, isLeast: true)
        .union(below.range(given: p, from: -1, isLeast: false))
    }
    return plainRange
  }

  /// Bounds where `p` is at least (or at most) `bound`: those of `self − m · p`, plus `m` times that.
  private func range(given p: Size, from bound: Int, isLeast: Bool) -> SizeRange {
    var result = plainRange
    let leading = p.terms[0]
    guard let own = terms.first(where: { $0.factors == leading.factors }) else { return result }
    let multiple = own.coefficient / leading.coefficient
    guard multiple != 0, let rest = self - Size(multiple) * p else { return result }
    let moved =
      rest.plainRange + SizeRange(low: multiple, high: multiple) * .init(low: bound, high: bound)
    // m · p lies above m · bound where both point the same way.
    if (multiple > 0) == isLeast {
      result.low = max(result.low, moved.low)
    } else {
      result.high = min(result.high, moved.high)
    }
    return result
  }

  private var plainRange: SizeRange {
    terms.reduce(SizeRange(low: 0, high: 0)) { sum, term in
      let coefficient = SizeRange(low: term.coefficient, high: term.coefficient)
      return sum + term.factors.reduce(coefficient) { $0 * $1.range }
    }
  }
}

extension Size.Atom {
  var range: SizeRange {
    switch self {
    case .symbol(let symbol):
      return symbol.isSize ? SizeRange(low: 0, high: Int(Int32.max)) : .unbounded
    case .shortfall(let p):
      let range = p.range
      return SizeRange(low: min(range.low, 0), high: min(range.high, 0))
    case .quotient(let p, let q):
      let (range, divisor) = (p.range, q.range)
      if let number = q.number {
        return SizeRange(
          low: range.low == .min ? .min : flooredQuotient(range.low, number),
          high: range.high == .max ? .max : flooredQuotient(range.high, number))
      }
      // A divisor is not 0.
      return range.low >= 0 && divisor.low >= 0
        ? SizeRange(low: 0, high: range.high) : .unbounded
    }
  }
}

/// `⌊a / b⌋` for a positive `b`.
func flooredQuotient(_ a: Int, _ b: Int) -> Int {
  let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
  return remainder < 0 ? quotient - 1 : quotient
}
