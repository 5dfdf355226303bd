// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BatchMatMulTests {
  private let product = BatchMatMul()
  private let row = tensor([1, 2] as [Float], [1, 2])

  @Test func multipliesMatrices() {
    let matrix = tensor([1, 2, 3, 4] as [Float], [2, 2])
    expect(product, [row, matrix], gives: [7, 10] as [Float], shape: [1, 2])
  }
}
