// SPDX-License-Identifier: Apache-2.0

/// Comparisons by bytes: `==` and `<` would also call texts equal that look alike, for which each
/// program carries what Unicode says of characters.
extension String {
  /// Whether both have the same bytes in UTF-8.
  package func isSame(as other: String) -> Bool { order(to: other) == 0 }

  /// Below 0 where the bytes come before those of `other`, above 0 where they come behind, 0 where
  /// they are the same.
  @inline(never)
  package func order(to other: String) -> Int {
    let order = utf8.withContiguousStorageIfAvailable { first in
      other.utf8.withContiguousStorageIfAvailable { second in
        for place in 0..<min(first.count, second.count) where first[place] != second[place] {
          return Int(first[place]) - Int(second[place])
        }
        return first.count - second.count
      }
    }
    // Every text of Swift's own is contiguous.
    return order!!
  }
}

extension Int {
  /// The number that decimal digits say, after a minus sign or none; those that are too large become
  /// the largest. Nil for anything else.
  package init?(decimal digits: ArraySlice<UInt8>) {
    let isNegative = digits.first == UInt8(ascii: "-")
    let digits = isNegative ? digits.dropFirst() : digits
    guard !digits.isEmpty else { return nil }
    var number = 0
    for character in digits {
      guard (0x30...0x39).contains(character) else { return nil }
      let digit = Int(character) - 0x30
      number = number > (Int.max - digit) / 10 ? .max : number * 10 + digit
    }
    self = isNegative ? -number : number
  }
}
