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

  private func refuse(
    _ dilations: [Int], _ part: String, shape: [Int] = [2, 2], value: DirectTensor? = nil,
    constantInputs: Set<Int>? = nil
  ) {
    expectRefusal(
      Dilate(),
      [
        tensor([Int8](repeating: 1, count: shape.reduce(1, *)), shape), control(dilations),
        value ?? self.value,
      ], part, constantInputs: constantInputs)
  }

  @Test func refusesDilations() {  // C1
    refuse([1, 0], "dilation 0 is below 1")
    refuse([1], "must have 2")
    refuse([1, 1], "must be constant", constantInputs: [0])
  }

  @Test func refusesEmptyInput() {  // C2
    refuse([], "must have elements", shape: [])
    refuse([1, 1], "must have elements", shape: [0, 2])
  }

  @Test func refusesOtherValues() {  // C3
    refuse([1, 1], "must be one int8", value: tensor([1, 2] as [Int8]))
    refuse([1, 1], "must be one int8", value: tensor([1] as [Float]))
  }

  @Test func refusesAbsurdSizes() {  // C4
    refuse([Int(Int32.max), Int(Int32.max)], "not valid")
  }
}
