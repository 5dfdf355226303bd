// SPDX-License-Identifier: Apache-2.0

/// An order of products: by degree, then atom by atom; it decides the normal form.
extension [Size.Atom] {
  static func < (a: Self, b: Self) -> Bool {
    a.compared(with: b) < 0
  }

  /// Negative, 0 or positive as `self` comes before, is, or comes after `other`.
  fileprivate func compared(with other: Self) -> Int {
    if count != other.count { return count - other.count }
    for (a, b) in zip(self, other) {
      let order = a.compared(with: b)
      if order != 0 { return order }
    }
    return 0
  }
}

extension Size.Atom: Comparable {
  static func < (a: Self, b: Self) -> Bool {
    a.compared(with: b) < 0
  }

  fileprivate func compared(with other: Self) -> Int {
    switch (self, other) {
    case (.symbol(let a), .symbol(let b)): a.number - b.number
    case (.symbol, _): -1
    case (_, .symbol): 1
    case (.shortfall(let a), .shortfall(let b)): a.compared(with: b)
    case (.shortfall, _): -1
    case (_, .shortfall): 1
    case (.quotient(let a, let c), .quotient(let b, let d)):
      a == b ? c.compared(with: d) : a.compared(with: b)
    }
  }
}

extension Size {
  fileprivate func compared(with other: Size) -> Int {
    if terms.count != other.terms.count { return terms.count - other.terms.count }
    for (a, b) in zip(terms, other.terms) {
      let order = a.factors.compared(with: b.factors)
      if order != 0 { return order }
      if a.coefficient != b.coefficient { return a.coefficient < b.coefficient ? -1 : 1 }
    }
    return 0
  }
}

/// As in `2·s0·s1 − min(s0 − 64, 0) + 3`: `s` for sizes, `v` for other numbers.
extension Size: CustomStringConvertible {
  package var description: String {
    guard let first = terms.first else { return "0" }
    return terms.dropFirst().reduce(first.coefficient < 0 ? "−\(first.text)" : first.text) {
      $0 + ($1.coefficient < 0 ? " − " : " + ") + $1.text
    }
  }
}

extension Size {
  /// In parentheses where it is a sum.
  fileprivate var groupedText: String {
    terms.count > 1 ? "(\(self))" : "\(self)"
  }
}

extension Size.Term {
  /// Without the sign.
  fileprivate var text: String {
    let number = coefficient.magnitude == 1 && !factors.isEmpty ? [] : ["\(coefficient.magnitude)"]
    return (number + factors.map(\.text)).joined(separator: "·")
  }
}

extension Size.Atom {
  fileprivate var text: String {
    switch self {
    case .symbol(let symbol): (symbol.isSize ? "s" : "v") + "\(symbol.number)"
    case .shortfall(let p): "min(\(p), 0)"
    case .quotient(let p, let q): "⌊\(p.groupedText) / \(q.groupedText)⌋"
    }
  }
}
