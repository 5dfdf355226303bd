// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct GatherTests {
  let input = tensor(counting(6, as: Int8.self), [3, 2])

  @Test func picksRows() {
    expect(
      Gather(axis: 0), [input, control([2, 0, 2])], gives: [4, 5, 0, 1, 4, 5] as [Int8],
      shape: [3, 2], constantInputs: [])
    expect(
      Gather(axis: -1), [input, tensor([1] as [Int64], [])], gives: [1, 3, 5] as [Int8], shape: [3])
    expect(
      Gather(axis: 1), [input, tensor([1, 0, 0, 1] as [Int16], [2, 2])],
      gives: [1, 0, 0, 1, 3, 2, 2, 3, 5, 4, 4, 5] as [Int8], shape: [3, 2, 2])
  }

  @Test func picksPerBatch() {
    expect(
      Gather(axis: 1, batchDimensions: 1), [input, control([1, 0, 1], [3, 1])],
      gives: [1, 2, 5] as [Int8], shape: [3, 1])
    expect(
      Gather(axis: 1, batchDimensions: -1), [input, control([1, 0, 1], [3, 1])],
      gives: [1, 2, 5] as [Int8], shape: [3, 1])
  }

  @Test func picksNothing() {
    expect(Gather(axis: 0), [input, control([])], gives: [] as [Int8], shape: [0, 2])
  }

  @Test func refusesAxis() {  // C1
    expectRefusal(Gather(axis: 2), [input, control([0])], "out of range")
    expectRefusal(Gather(axis: 0), [tensor([1] as [Float], []), control([0])], "out of range")
  }

  @Test(arguments: [1, 2, -2]) func refusesBatch(count: Int) {  // C2
    expectRefusal(
      Gather(axis: 0, batchDimensions: count), [input, control([0, 0, 0])], "batch_dims")
  }

  @Test func refusesOtherBatch() {  // C3
    expectRefusal(
      Gather(axis: 1, batchDimensions: 1), [input, control([0, 0], [2, 1])], "differ in the first")
  }

  @Test(arguments: [-1, 3, Int(Int32.max)]) func refusesIndex(index: Int) {  // C4
    expectRefusal(
      Gather(axis: 0), [input, control([0, index])], "allowed 0 to 2", constantInputs: [])
    expectRefusal(
      Gather(axis: 0), [tensor([] as [Float], [0]), control([0])], "out of range",
      constantInputs: [])
  }
}
