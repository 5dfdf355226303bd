// SPDX-License-Identifier: Apache-2.0

/// An integer that follows from sizes which are open until the model runs.
///
/// `c₁ · a₁₁ · a₁₂ · … + c₂ · a₂₁ · … + …`
///
/// A polynomial with integer coefficients over ``Atom``s: open sizes, and what no polynomial says.
/// It has one normal form, so that equal expressions compare equal as far as the algebra goes: two
/// that compare equal are equal for all values of the symbols, two that differ may still be. There
/// is no rounding; what leaves the 64-bit range or grows beyond ``termLimit`` is nil: not known.
package struct Size: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// Something open: a size of an input, or a number that only the data tell.
  package struct Symbol: Hashable, Sendable {
    package let number: Int
    /// A size is from 0 to 2³¹ − 1; other numbers may be any.
    package let isSize: Bool

    package init(number: Int, isSize: Bool) {
      self.number = number
      self.isSize = isSize
    }
  }

  /// A factor of a term.
  indirect enum Atom: Hashable, Sendable {
    case symbol(Symbol)
    /// `min(p, 0)` where `p` has either sign and the coefficient of its first term is positive.
    case shortfall(Size)
    /// `⌊p / q⌋` where nothing divides.
    case quotient(Size, Size)
  }

  /// A coefficient, never 0, times a product of atoms in ascending order; none for a number.
  struct Term: Hashable, Sendable {
    var coefficient: Int
    var factors: [Atom]
  }

  /// Of products in descending order, each but once.
  let terms: [Term]
  /// How deep minima and quotients stand in each other.
  fileprivate let depth: Int

  /// More terms than shape arithmetic comes to.
  private static let termLimit = 12
  /// More factors than tensors have axes.
  private static let factorLimit = 8
  /// Bounds of an expression cost a power of its depth.
  private static let depthLimit = 4

  /// Nil where the expression is larger than is worth its keep.
  init?(terms unordered: [Term]) {
    var terms: [Term] = []
    for term in unordered.sorted(by: { $1.factors < $0.factors }) {
      guard let last = terms.last, last.factors == term.factors else {
        terms.append(term)
        continue
      }
      let (sum, overflow) = last.coefficient.addingReportingOverflow(term.coefficient)
      guard !overflow else { return nil }
      terms[terms.count - 1].coefficient = sum
    }
    terms.removeAll { $0.coefficient == 0 }
    depth = terms.reduce(0) { $1.factors.reduce($0) { max($0, $1.depth) } }
    let isKept =
      terms.count <= Self.termLimit && depth <= Self.depthLimit
      && terms.allSatisfy { $0.factors.count <= Self.factorLimit && $0.coefficient != .min }
    guard isKept else { return nil }
    self.terms = terms
  }

  package init(_ number: Int) {
    terms = number == 0 ? [] : [Term(coefficient: number, factors: [])]
    depth = 0
  }

  package init(integerLiteral number: Int) {
    self.init(number)
  }

  package init(_ symbol: Symbol) {
    terms = [Term(coefficient: 1, factors: [.symbol(symbol)])]
    depth = 0
  }

  private init?(_ atom: Atom) {
    self.init(terms: [Term(coefficient: 1, factors: [atom])])
  }

  /// The number that the expression is for all values of the symbols; nil where it varies.
  package var number: Int? {
    guard let first = terms.first else { return 0 }
    return first.factors.isEmpty ? first.coefficient : nil
  }

  /// Whether every symbol is a size.
  ///
  /// Other numbers come from the data and may wrap around in 32 bits, which sizes never do: nothing
  /// that a wrap would change may be concluded from them.
  package var followsFromSizes: Bool {
    terms.allSatisfy { $0.factors.allSatisfy(\.followsFromSizes) }
  }

  /// The part without symbols.
  var constantTerm: Int {
    guard let last = terms.last, last.factors.isEmpty else { return 0 }
    return last.coefficient
  }
}

extension Size.Atom {
  /// How deep minima and quotients stand in it.
  fileprivate var depth: Int {
    switch self {
    case .symbol: 0
    case .shortfall(let p): p.depth + 1
    case .quotient(let p, let q): max(p.depth, q.depth) + 1
    }
  }

  fileprivate var followsFromSizes: Bool {
    switch self {
    case .symbol(let symbol): symbol.isSize
    case .shortfall(let p): p.followsFromSizes
    case .quotient(let p, let q): p.followsFromSizes && q.followsFromSizes
    }
  }
}

// MARK: Sums and products

/// Arithmetic on what may not be known: nil in, nil out.
extension Size? {
  package static func + (a: Size?, b: Size?) -> Size? {
    guard let a, let b else { return nil }
    return Size(terms: a.terms + b.terms)
  }

  package static func - (a: Size?, b: Size?) -> Size? {
    a + b * -1
  }

  package static func * (a: Size?, b: Size?) -> Size? {
    guard let a, let b else { return nil }
    var terms: [Size.Term] = []
    for left in a.terms {
      for right in b.terms {
        let (product, overflow) = left.coefficient.multipliedReportingOverflow(
          by: right.coefficient)
        guard !overflow else { return nil }
        terms.append(
          Size.Term(coefficient: product, factors: (left.factors + right.factors).sorted()))
      }
    }
    return Size(terms: terms)
  }
}

extension Size {
  /// The product of all.
  package static func product(_ factors: some Sequence<Size?>) -> Size? {
    factors.reduce(1 as Size?) { $0 * $1 }
  }

  /// Each coefficient divided, towards 0.
  private func divided(by divisor: Int) -> Size? {
    Size(
      terms: terms.map { Term(coefficient: $0.coefficient / divisor, factors: $0.factors) })
  }
}

// MARK: Minimum, maximum

extension Size {
  /// `min(a, b) = b + min(a − b, 0)`: one kind of atom serves minima and maxima in every order.
  package static func minimum(_ a: Size?, _ b: Size?) -> Size? {
    guard let difference = a - b else { return nil }
    return b + shortfall(of: difference)
  }

  /// `max(a, b) = a − min(a − b, 0)`.
  package static func maximum(_ a: Size?, _ b: Size?) -> Size? {
    guard let difference = a - b else { return nil }
    return a - shortfall(of: difference)
  }

  /// `min(p, 0)`.
  private static func shortfall(of p: Size) -> Size? {
    let range = p.range
    if range.low >= 0 { return 0 }
    if range.high <= 0 { return p }
    let divisor = p.terms.reduce(0) { greatestCommonDivisor($0, $1.coefficient.magnitude) }
    let isNegative = p.terms[0].coefficient < 0
    // min(p, 0) = p + min(−p, 0), and min(c · p, 0) = c · min(p, 0) for positive c.
    let scale = isNegative ? -Int(divisor) : Int(divisor)
    guard let reduced = p.divided(by: scale) else { return nil }
    let least = Size(Int(divisor)) * Size(.shortfall(reduced))
    return isNegative ? p + least : least
  }
}

private func greatestCommonDivisor(_ a: UInt, _ b: UInt) -> UInt {
  var (a, b) = (a, b)
  while b != 0 { (a, b) = (b, a % b) }
  return a
}

// MARK: Quotients

extension Size {
  /// `⌊a / b⌋`; nil where `b` is 0.
  ///
  /// Where `b` varies and divides `a` as a polynomial, the quotient is that polynomial, which also
  /// stands for the sizes at which `b` is 0: models divide by no such size, but in the −1 of a
  /// RESHAPE, where TensorFlow leaves out zeros on both sides.
  package static func floorQuotient(_ a: Size?, _ b: Size?) -> Size? {
    guard let a, let b, b != 0 else { return nil }
    if let divisor = b.number {
      return divisor > 0 ? a.quotient(by: divisor) : (a * -1)?.quotient(by: -divisor)
    }
    return a.exactQuotient(by: b) ?? Size(.quotient(a, b))
  }

  /// `⌈a / b⌉` for a positive number `b`.
  package static func ceilingQuotient(_ a: Size?, _ b: Int) -> Size? {
    floorQuotient(a + Size(b - 1), Size(b))
  }

  /// `a − b · ⌊a / b⌋`, which has the sign of `b`.
  package static func floorRemainder(_ a: Size?, _ b: Size?) -> Size? {
    a - b * floorQuotient(a, b)
  }

  /// What `divisor` divides comes out of the quotient, term by term; of the rest, coefficients are
  /// from 0 to `divisor` − 1.
  private func quotient(by divisor: Int) -> Size? {
    var whole: [Term] = []
    var rest: [Term] = []
    for term in terms {
      let multiple = flooredQuotient(term.coefficient, divisor)
      let remainder = term.coefficient - multiple * divisor
      if multiple != 0 { whole.append(Term(coefficient: multiple, factors: term.factors)) }
      if remainder != 0 { rest.append(Term(coefficient: remainder, factors: term.factors)) }
    }
    guard let whole = Size(terms: whole), let rest = Size(terms: rest) else { return nil }
    return whole + rest.fraction(of: divisor)
  }

  /// `⌊p / divisor⌋` of a rest as ``quotient(by:)`` leaves it.
  private func fraction(of divisor: Int) -> Size? {
    let range = range
    if range.low >= 0, range.high < divisor { return 0 }
    if let nested = nestedFraction(of: divisor) { return nested }
    let varying = terms.filter { !$0.factors.isEmpty }
    let common = Int(
      varying.reduce(divisor.magnitude) { greatestCommonDivisor($0, $1.coefficient.magnitude) })
    // ⌊(g · p + c) / (g · d)⌋ = ⌊(p + ⌊c / g⌋) / d⌋, with c from 0 to g · d − 1.
    guard let p = divided(by: common) else { return nil }
    return Size(.quotient(p, Size(divisor / common)))
  }

  /// `⌊(⌊p / a⌋ + c) / divisor⌋ = ⌊(p + a · c) / (a · divisor)⌋`; nil for other shapes.
  private func nestedFraction(of divisor: Int) -> Size? {
    guard let first = terms.first, first.coefficient == 1, first.factors.count == 1,
      case .quotient(let p, let inner) = first.factors[0], let a = inner.number,
      terms.dropFirst().allSatisfy({ $0.factors.isEmpty })
    else { return nil }
    let (product, overflow) = a.multipliedReportingOverflow(by: divisor)
    guard !overflow, let moved = p + Size(a) * Size(constantTerm) else { return nil }
    return moved.quotient(by: product)
  }

  /// The polynomial that times `divisor` is this one; nil if there is none.
  private func exactQuotient(by divisor: Size) -> Size? {
    var (rest, result) = (self, 0 as Size)
    let leading = divisor.terms[0]
    for _ in 0..<Self.termLimit {
      guard let term = rest.terms.first else { return result }
      guard let factors = term.factors.removing(leading.factors),
        term.coefficient % leading.coefficient == 0
      else { return nil }
      let step = Size(
        terms: [Term(coefficient: term.coefficient / leading.coefficient, factors: factors)])
      guard let next = rest - step * divisor, let sum = result + step else { return nil }
      (rest, result) = (next, sum)
    }
    return nil
  }
}

extension [Size.Atom] {
  /// Without each of `others`, taken away once; nil where one is not there.
  fileprivate func removing(_ others: [Size.Atom]) -> [Size.Atom]? {
    var result = self
    for other in others {
      guard let index = result.firstIndex(of: other) else { return nil }
      result.remove(at: index)
    }
    return result
  }
}
