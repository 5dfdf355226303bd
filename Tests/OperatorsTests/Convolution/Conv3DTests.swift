// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct Conv3DTests {
  @Test func sumsWindowsOfSlices() {
    // Slices of one pixel: 1 · x[d] + 10 · x[d + 1], of which the last reaches into the padding.
    let layer = Conv3D(VolumeWindow(padding: .same))
    let volume = tensor([1, 2, 3] as [Float], [1, 3, 1, 1, 1])
    let filter = tensor([1, 10] as [Float], [2, 1, 1, 1, 1])
    expect(layer, [volume, filter], gives: [21, 32, 3] as [Float], shape: [1, 3, 1, 1, 1])
  }

  @Test func keepsBatchesApart() throws {
    // Each batch of two slices ends in padding: 1 + 20, 2, 3 + 40, 4; ReLU6 cuts them.
    let layer = Conv3D(VolumeWindow(padding: .same), activation: try FusedActivation(.relu6))
    let volumes = tensor([0.1, 0.2, 0.3, 0.4] as [Float], [2, 2, 1, 1, 1])
    let filter = tensor([10, 100] as [Float], [2, 1, 1, 1, 1])
    expect(layer, [volumes, filter], gives: [6, 2, 6, 4] as [Float], shape: [2, 2, 1, 1, 1])
  }

  /// The window spans 2³¹ slices.
  @Test func hugeDilationsDoNotOverflow() {
    let layer = Conv3D(VolumeWindow(padding: .same, dilations: [Int](repeating: 1 << 30, count: 3)))
    let filter = tensor([Float](repeating: 1, count: 8), [2, 2, 2, 1, 1])
    expectRefusal(layer, [tensor([1] as [Float], [1, 1, 1, 1, 1]), filter], "too large")
  }

  @Test func takesNoBatches() {
    let layer = Conv3D(VolumeWindow(padding: .same))
    expect(
      layer, [tensor([] as [Float], [0, 1, 1, 1, 1]), tensor([1] as [Float], [1, 1, 1, 1, 1])],
      gives: [] as [Float], shape: [0, 1, 1, 1, 1])
  }
}
