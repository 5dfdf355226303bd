// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct WhereTests {
  @Test func givesPlaces() {
    expect(
      Where(), [tensor([true, false, true, true], [2, 2])], gives: [0, 0, 1, 0, 1, 1] as [Int64],
      shape: [3, 2])
    expect(Where(), [tensor([0, -0.0, 2] as [Float])], gives: [2] as [Int64], shape: [1, 1])
    expect(Where(), [tensor([0, 256] as [Int32])], gives: [1] as [Int64], shape: [1, 1])
  }
}
