// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ScatterNDTests {
  @Test func addsSlices() {
    expect(
      ScatterND(),
      [
        control([2, 0, 2], [3, 1]), tensor([1, 2, 3, 4, 5, 6] as [Float], [3, 2]), control([3, 2]),
      ],
      gives: [3, 4, 0, 0, 6, 8] as [Float], shape: [3, 2])
  }

  @Test func wrapsIntegersAndJoinsBooleans() {
    expect(
      ScatterND(), [control([0, 0], [2, 1]), tensor([100, 100] as [Int8]), control([1])],
      gives: [-56] as [Int8], shape: [1])
    expect(
      ScatterND(), [control([1, 1], [2, 1]), tensor([true, true]), control([2])],
      gives: [false, true], shape: [2])
  }
}
