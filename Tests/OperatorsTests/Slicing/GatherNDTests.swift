// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct GatherNDTests {
  let input = tensor(counting(12, as: Int16.self), [2, 3, 2])

  @Test func picksPoints() {
    expect(
      GatherND(), [input, control([1, 2, 0, 0], [2, 2])], gives: [10, 11, 0, 1] as [Int16],
      shape: [2, 2])
    expect(
      GatherND(), [input, tensor([1, 0, 1, 0, 2, 0] as [Int64], [2, 3])], gives: [7, 4] as [Int16],
      shape: [2])
    expect(
      GatherND(), [tensor([5, 6] as [Float]), control([], [2, 0])], gives: [5, 6, 5, 6] as [Float],
      shape: [2, 2])
  }

  @Test func refusesShapes() {  // C1
    expectRefusal(GatherND(), [input, control([0], [])], "do not point")
    expectRefusal(GatherND(), [input, control([0, 0, 0, 0], [1, 4])], "do not point")
    expectRefusal(GatherND(), [tensor([1] as [Float], []), control([], [0])], "do not point")
  }

  @Test func refusesAbsurdSizes() {  // C2
    expectRefusal(
      GatherND(), [tensor([Int8](repeating: 0, count: 1 << 16)), control([], [1 << 16, 0])],
      "not valid")
  }

  @Test(arguments: [[2, 0], [0, 3], [-1, 0]]) func refusesIndex(point: [Int]) {  // C3
    expectRefusal(GatherND(), [input, control(point, [1, 2])], "out of range")
  }
}
