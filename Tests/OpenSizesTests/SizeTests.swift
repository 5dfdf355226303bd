// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import OpenSizes

extension Size {
  /// What the expression is where symbol i is `symbols[i]`; nil for a quotient by 0.
  func value(_ symbols: [Int]) -> Int? {
    terms.reduce(0 as Int?) { sum, term in
      term.factors.reduce(term.coefficient as Int?) { product, factor in
        guard let product, let value = factor.value(symbols) else { return nil }
        return product * value
      }.flatMap { value in sum.map { $0 + value } }
    }
  }
}

extension Size.Atom {
  fileprivate func value(_ symbols: [Int]) -> Int? {
    switch self {
    case .symbol(let symbol): symbols[symbol.number]
    case .shortfall(let p): p.value(symbols).map { min($0, 0) }
    case .quotient(let p, let q):
      if let a = p.value(symbols), let b = q.value(symbols) { floorOfQuotient(a, b) } else { nil }
    }
  }
}

private func floorOfQuotient(_ a: Int, _ b: Int) -> Int? {
  b == 0 ? nil : a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0)
}

@Suite struct SizeTests {
  private let n: Size? = Size(Size.Symbol(number: 0, isSize: true))
  private let m: Size? = Size(Size.Symbol(number: 1, isSize: true))
  private let v: Size? = Size(Size.Symbol(number: 2, isSize: false))

  @Test func hasOneFormForSumsAndProducts() {
    #expect((n + m) * (n - m) == n * n - m * m)
    #expect((n + 3) * 2 - n == n + 6)
    #expect((n - n) == 0)
    #expect((2 * n * m + 3 - m)?.description == "2·s0·s1 − s1 + 3")
  }

  @Test func knowsNumbers() {
    #expect((n * 0 + 7)?.number == 7)
    #expect((n + 7)?.number == nil)
    #expect((nil + n) == nil)
  }

  /// The ends of 64 bits and expressions without end are not kept.
  @Test func givesUpWhatIsTooLarge() {
    #expect((Size(.max) + n * 0 + 1) == nil)
    #expect((Size(.max) * n * 2) == nil)
    #expect((Size(.min) * n) == nil)
    let symbols = (0..<20).map { Size(Size.Symbol(number: $0, isSize: true)) as Size? }
    #expect(symbols.reduce(0) { $0 + $1 } == nil)
  }

  /// Minima in minima cost more the deeper they are; a long chain ends unknown, and at once.
  @Test func givesUpWhatIsTooDeep() {
    var size = n
    for number in 1..<200 {
      size = Size.minimum(Size.floorQuotient(size * m + Size(number), 3), m + Size(number))
    }
    #expect(size == nil)
  }

  // MARK: Minimum, maximum

  @Test func decidesMinimaThatHoldForAllSizes() {
    #expect(Size.minimum(n, -1) == -1)
    #expect(Size.maximum(n, 0) == n)
    #expect(Size.minimum(n, n + 1) == n)
    #expect(Size.minimum(n, Size(Int(Int32.max))) == n)
    // A number from the data may be negative.
    #expect(Size.maximum(v, 0) != v)
  }

  @Test func hasOneFormForMinimaAndMaxima() {
    #expect(Size.minimum(n, 100) == Size.minimum(100, n))
    #expect(Size.minimum(n * 2, 200) == 2 * Size.minimum(n, 100))
    #expect(Size.minimum(n, m) + Size.maximum(n, m) == n + m)
    // x[1:] and x[:-1] have one length: n − min(1, n) and max(n − 1, 0).
    #expect(n - Size.minimum(1, n) == Size.maximum(n - 1, 0))
  }

  /// A cut of a cut: what is left is at most what was there, and never negative.
  @Test func boundsMinima() {
    let cut = Size.minimum(n, 100)!
    #expect(cut.range == SizeRange(low: 0, high: 100))
    #expect(Size.minimum(cut, 100) == cut)
    #expect(Size.minimum(cut, n) == cut)
    #expect(Size.maximum(n - 1, 0)!.range.low == 0)
    #expect((n - cut)!.range.low == 0)
  }

  // MARK: Quotients

  @Test func takesOutWhatDivides() {
    #expect(Size.floorQuotient(n * m * 6, n * 3) == 2 * m)
    #expect(Size.floorQuotient(n * 6 + 5, 3) == 2 * n + 1)
    #expect(Size.floorQuotient(n * m + 2 * n, m + 2) == n)
    #expect(Size.floorQuotient(n * 2 + 1, 2) == n)
    #expect(Size.floorQuotient(n * 2 + 1, 4) == Size.floorQuotient(n, 2))
    #expect(Size.floorQuotient(-7, 2) == -4)
    #expect(Size.floorQuotient(7, -2) == -4)
    #expect(Size.floorQuotient(n, 0) == nil)
  }

  /// Two strides of 2 are one of 4.
  @Test func hasOneFormForQuotients() {
    #expect(
      Size.ceilingQuotient(.ceilingQuotient(n, 2), 2) == Size.ceilingQuotient(n, 4))
    #expect(Size.floorRemainder(n * 8 + 3, 8) == 3)
    #expect(Size.floorRemainder(n, 8)!.range.low <= 0)
  }

  /// Random expressions against the integers, at many values; bounds hold at each.
  @Test func agreesWithIntegers() {
    var random = SeededGenerator(seed: 1)
    var compared = 0
    for _ in 0..<3000 {
      let symbols = (0..<2).map { _ in Int.random(in: 0...12, using: &random) }
      let all = symbols + [Int.random(in: -9...9, using: &random)]
      let (size, value) = expression(depth: 4, all, using: &random)
      guard let size, let value, let found = size.value(all) else { continue }
      #expect(found == value, "\(size) at \(all)")
      #expect(size.range.contains(value), "\(size) at \(all) is not in \(size.range)")
      compared += 1
    }
    #expect(compared > 1000)
  }

  /// Expressions that compare equal are equal everywhere: the same one built in two orders.
  @Test func sortsOperandsAlike() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<500 {
      let all = [3, 5, -2]
      let (a, _) = expression(depth: 3, all, using: &random)
      let (b, _) = expression(depth: 3, all, using: &random)
      #expect(a + b == b + a)
      #expect(a * b == b * a)
      #expect(Size.minimum(a, b) == Size.minimum(b, a))
      #expect(Size.maximum(a, b) == Size.maximum(b, a))
    }
  }

  /// A random expression over n, m and v, and its value.
  private func expression(
    depth: Int, _ symbols: [Int], using random: inout SeededGenerator
  ) -> (Size?, Int?) {
    let choice =
      depth == 0 ? Int.random(in: 0...3, using: &random) : .random(in: 0...9, using: &random)
    if choice == 0 { return (n, symbols[0]) }
    if choice == 1 { return (m, symbols[1]) }
    if choice == 2 { return (v, symbols[2]) }
    if choice == 3 {
      let number = Int.random(in: -6...6, using: &random)
      return (Size(number), number)
    }
    let (a, x) = expression(depth: depth - 1, symbols, using: &random)
    let (b, y) = expression(depth: depth - 1, symbols, using: &random)
    guard let x, let y else { return (nil, nil) }
    switch choice {
    case 4: return (a + b, x + y)
    case 5: return (a - b, x - y)
    case 6: return (a * b, x * y)
    case 7: return (.minimum(a, b), min(x, y))
    case 8: return (.maximum(a, b), max(x, y))
    default:
      let divisor = Int.random(in: 1...5, using: &random)
      return (.floorQuotient(a, Size(divisor)), floorOfQuotient(x, divisor))
    }
  }
}
