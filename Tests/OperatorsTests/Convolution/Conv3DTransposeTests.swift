// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct Conv3DTransposeTests {
  @Test func spreadsOnePixel() {
    let layer = Conv3DTranspose(VolumeWindow(padding: .valid))
    expect(
      layer,
      [
        control([1, 2, 1, 1, 1]), tensor([3, 5] as [Float], [2, 1, 1, 1, 1]),
        tensor([2] as [Float], [1, 1, 1, 1, 1]),
      ], gives: [6, 10] as [Float], shape: [1, 2, 1, 1, 1])
  }

  @Test func leavesGapsBetweenSlices() {
    // Stride 3 with a window of 2: every third slice gets its bias only.
    let layer = Conv3DTranspose(VolumeWindow(padding: .valid, strides: [3, 1, 1]))
    expect(
      layer,
      [
        control([1, 5, 1, 1, 1]), tensor([3, 5] as [Float], [2, 1, 1, 1, 1]),
        tensor([2, 4] as [Float], [1, 2, 1, 1, 1]), tensor([1] as [Float]),
      ], gives: [7, 11, 1, 13, 21] as [Float], shape: [1, 5, 1, 1, 1])
  }
}
