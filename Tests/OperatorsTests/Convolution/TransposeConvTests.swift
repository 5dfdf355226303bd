// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct TransposeConvTests {
  private let layer = TransposeConv(padding: .valid)
  private let shape = control([1, 2, 1, 1])
  private let filter = tensor([3, 5] as [Float], [1, 2, 1, 1])
  private let pixel = tensor([2] as [Float], [1, 1, 1, 1])

  @Test func spreadsOnePixel() {
    expect(layer, [shape, filter, pixel], gives: [6, 10] as [Float], shape: [1, 2, 1, 1])
  }
}
