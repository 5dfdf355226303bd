// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ResizeNearestNeighborTests {
  let input = tensor([1, 2, 3, 4] as [Int8], [1, 2, 2, 1])

  @Test func repeatsPixels() {
    expect(
      ResizeNearestNeighbor(), [input, control([3, 4])],
      gives: [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4] as [Int8], shape: [1, 3, 4, 1])
  }

  /// Corners: positions 0, ½, 1 round to 0, 1, 1. Centers: (i + ½) · ⅔ is ⅓, 1, 1⅔.
  @Test func placesGrids() {
    expect(
      ResizeNearestNeighbor(grid: ResizeGrid(alignsCorners: true)), [input, control([1, 3])],
      gives: [1, 2, 2] as [Int8], shape: [1, 1, 3, 1])
    expect(
      ResizeNearestNeighbor(grid: ResizeGrid(hasHalfPixelCenters: true)),
      [input, control([1, 3])],
      gives: [3, 4, 4] as [Int8], shape: [1, 1, 3, 1])
  }
}
