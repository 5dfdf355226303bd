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

  @Test func refusesShape() {  // C1
    let (indices, updates) = (control([0], [1, 1]), tensor([1] as [Float]))
    expectRefusal(ScatterND(), [indices, updates, control([-1])], "not valid")
    expectRefusal(ScatterND(), [indices, updates, control([1])], "constant", constantInputs: [])
  }

  @Test func refusesRanks() {  // C2
    let updates = tensor([1] as [Float])
    expectRefusal(ScatterND(), [control([0], []), updates, control([1])], "do not point")
    expectRefusal(ScatterND(), [control([0, 0], [1, 2]), updates, control([1])], "do not point")
  }

  @Test func refusesUpdates() {  // C3
    expectRefusal(
      ScatterND(), [control([0], [1, 1]), tensor([1, 2] as [Float]), control([3])], "must be [1]")
  }

  @Test(arguments: [-1, 3]) func refusesIndex(index: Int) {  // C4
    expectRefusal(
      ScatterND(), [control([index], [1, 1]), tensor([1] as [Float]), control([3])],
      "out of range")
  }
}
