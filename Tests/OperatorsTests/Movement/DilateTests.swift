// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct DilateTests {
  let value = tensor([9] as [Int8], [])

  @Test func spreadsElements() {
    expect(
      Dilate(), [tensor([1, 2, 3, 4] as [Int8], [2, 2]), control([2, 3]), value],
      gives: [1, 9, 9, 2, 9, 9, 9, 9, 3, 9, 9, 4] as [Int8], shape: [3, 4])
  }
}
