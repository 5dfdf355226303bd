// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct StablehloScatterTests {
  /// Pairs placed at 2, −1 and a place far below: of the first the second number is outside, of the
  /// second the first, of the third both.
  @Test func leavesOutWhatIsOutside() {
    let pairs = StablehloScatter(
      windowAxes: [1], insertedAxes: [], indexedAxes: [0], vectorAxis: 1, .add)
    let indices = tensor([2, -1, Int64.min] as [Int64], [3, 1])
    expect(
      pairs,
      [
        tensor([10, 20, 30] as [Int32]), indices,
        tensor([1, 2, 3, 4, 5, 6] as [Int32], [3, 2]),
      ], gives: [14, 20, 31] as [Int32], shape: [3])
  }

  /// 3 + 10 + 30, and 1 + 20.
  @Test func takesVectorsWithoutAnAxis() {
    let elements = StablehloScatter(
      windowAxes: [], insertedAxes: [0], indexedAxes: [0], vectorAxis: 1, .add)
    expect(
      elements,
      [tensor([1, 2, 3] as [Int32]), control([2, 0, 2]), tensor([10, 20, 30] as [Int32])],
      gives: [21, 2, 43] as [Int32], shape: [3])
  }
}
