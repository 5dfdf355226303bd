// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ResizeBilinearTests {
  /// Columns of 0 and 8: positions 0, ½, 1, 1½ (the last two are the edge).
  @Test func weighsNeighbours() {
    expect(
      ResizeBilinear(), [tensor([0, 8] as [Float], [1, 1, 2, 1]), control([1, 4])],
      gives: [0, 4, 8, 8] as [Float], shape: [1, 1, 4, 1])
    expect(
      ResizeBilinear(), [tensor([0, 9] as [UInt8], [1, 1, 2, 1]), control([1, 4])],
      gives: [0, 5, 9, 9] as [UInt8], shape: [1, 1, 4, 1])
    expect(
      ResizeBilinear(), [tensor([0, -9] as [Int8], [1, 1, 2, 1]), control([1, 4])],
      gives: [0, -5, -9, -9] as [Int8], shape: [1, 1, 4, 1])
  }

  /// Corners: positions 0, ⅓, ⅔, 1. Centers: −¼, ¼, ¾, 1¼.
  @Test func placesGrids() {
    let input = tensor([0, 3000] as [Int16], [1, 1, 2, 1])
    expect(
      ResizeBilinear(grid: ResizeGrid(alignsCorners: true)), [input, control([1, 4])],
      gives: [0, 999, 1998, 2997] as [Int16], shape: [1, 1, 4, 1])
    expect(
      ResizeBilinear(grid: ResizeGrid(hasHalfPixelCenters: true)), [input, control([1, 4])],
      gives: [0, 750, 2250, 3000] as [Int16], shape: [1, 1, 4, 1])
  }
}
