// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct FullyConnectedTests {
  private let layer = FullyConnected()
  private let rows = tensor([1, 2, 3, 4] as [Float], [2, 2])
  private let weights = tensor([10, 1] as [Float], [1, 2])

  @Test func multipliesRows() {
    expect(layer, [rows, weights, nil], gives: [12, 34] as [Float], shape: [2, 1])
  }

  @Test func deadOutputsGiveTheZeroPoint() {
    // Output 0 has scale 0. Output 1: (1 · 2 + 4) · 0.5 = 3.
    let x = tensor([2] as [Int8], [1, 1], Quantization(scale: 1, zeroPoint: 0))
    let weights = tensor(
      [0, 1] as [Int8], [2, 1], Quantization(scales: [0, 0.5], zeroPoints: [0, 0]))
    expect(
      layer, [x, weights, tensor([9, 4] as [Int32])], gives: [-7, -4] as [Int8], shape: [1, 2],
      quantization: Quantization(scale: 1, zeroPoint: -7))
    // A whole layer may be dead.
    let none = tensor([0, 0] as [Int8], [2, 1], Quantization(scale: 0, zeroPoint: 0))
    expect(
      layer, [x, none], gives: [5, 5] as [Int8], shape: [1, 2],
      quantization: Quantization(scale: 1, zeroPoint: 5))
  }
}
