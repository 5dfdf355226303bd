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
}
