// SPDX-License-Identifier: Apache-2.0

/// The dimensions of a tensor, outermost first; a scalar has none.
package struct Shape: Hashable, Sendable {
  package let dimensions: [Int]

  package init(_ dimensions: [Int]) {
    self.dimensions = dimensions
  }

  package static let scalar = Shape([])

  package var rank: Int { dimensions.count }

  package subscript(axis: Int) -> Int { dimensions[axis] }

  /// The product of all dimensions.
  ///
  /// Shapes from a file are checked with ``checkedElementCount`` before they get here.
  package var elementCount: Int { dimensions.reduce(1, *) }

  /// The product of all dimensions, or nil if one is negative or they are too large.
  ///
  /// Where there is a product, no product of some of the dimensions overflows, even where another
  /// one is 0, nor does its number of bytes with elements of up to 16.
  package var checkedElementCount: Int? {
    var (count, isEmpty) = (1, false)
    for dimension in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(dimension, 1))
      if dimension < 0 || overflow { return nil }
      count = product
      isEmpty = isEmpty || dimension == 0
    }
    return count > .max / 16 ? nil : isEmpty ? 0 : count
  }

  /// The dimension `axis` places from the start, or from the end if negative; 1 beyond the rank.
  ///
  /// It reads a shape as if it were preceded by ones, as broadcasting does.
  package func dimension(fromEnd distance: Int) -> Int {
    distance <= rank ? dimensions[rank - distance] : 1
  }

  /// The axis counted from the start for one that may be counted from the end, or nil if there is
  /// no such axis.
  package func resolvedAxis(_ axis: Int) -> Int? {
    let resolved = axis < 0 ? axis + rank : axis
    return dimensions.indices.contains(resolved) ? resolved : nil
  }

  /// Product of the dimensions in `range`.
  package func elementCount(in range: Range<Int>) -> Int {
    dimensions[range].reduce(1, *)
  }

  /// The shape that both broadcast to, or nil if they do not fit.
  ///
  /// Aligned at the end, each pair of dimensions must be equal or one of them 1.
  package func broadcast(with other: Shape) -> Shape? {
    let rank = max(rank, other.rank)
    var result = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let a = dimension(fromEnd: rank - axis)
      let b = other.dimension(fromEnd: rank - axis)
      guard a == b || a == 1 || b == 1 else { return nil }
      result[axis] = a == 1 ? b : a
    }
    return Shape(result)
  }

  /// As in `[1, 28, 28, 3]`.
  package var description: String {
    var text = "["
    for (axis, dimension) in dimensions.enumerated() {
      text += axis == 0 ? "\(dimension)" : ", \(dimension)"
    }
    return text + "]"
  }
}
