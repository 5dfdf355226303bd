// SPDX-License-Identifier: Apache-2.0

/// Sizes along height and width.
package struct Extent: Hashable, Sendable {
  package let height: Int
  package let width: Int

  package init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  package static let one = Extent(height: 1, width: 1)
}
