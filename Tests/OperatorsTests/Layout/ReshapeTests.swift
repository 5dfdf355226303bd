// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ReshapeTests {
  @Test func takesShapeFromOperand() {
    let values: [Int16] = counting(24)
    expect(
      Reshape(newShape: [1]), [tensor(values, [2, 3, 4]), control([4, -1])], gives: values,
      shape: [4, 6])
  }

  @Test func takesShapeFromOption() {
    expect(
      Reshape(newShape: [2, 2]), [tensor([1, 2, 3, 4] as [Float])], gives: [1, 2, 3, 4] as [Float],
      shape: [2, 2])
    expect(Reshape(newShape: [0]), [tensor([7] as [Int8])], gives: [7] as [Int8], shape: [])
  }

  @Test func keepsEmptyTensors() {
    expect(
      Reshape(), [tensor([] as [Float], [0, 3]), control([3, 0])], gives: [] as [Float],
      shape: [3, 0])
  }

  /// As `tf.reshape` answers.
  @Test func leavesOutZeros() {
    let nothing = tensor([] as [Float], [0, 4, 5])
    expect(Reshape(), [nothing, control([0, -1])], gives: [] as [Float], shape: [0, 20])
    expect(Reshape(), [nothing, control([2, 0, -1])], gives: [] as [Float], shape: [2, 0, 10])
    expect(Reshape(), [nothing, control([-1, 5])], gives: [] as [Float], shape: [0, 5])
  }

  @Test func refusesUnknownShape() {  // C1
    expectRefusal(
      Reshape(), [tensor([1] as [Float]), control([1])], "'shape' must be constant",
      constantInputs: [])
  }

  @Test func refusesInvalidDimensions() {  // C2
    let input = tensor(counting(4, as: Int8.self))
    expectRefusal(Reshape(), [input, control([-1, -1])], "not valid")
    expectRefusal(Reshape(), [input, control([-2, -2])], "not valid")
    expectRefusal(Reshape(), [input, control([65536, 65536, 65536, 65536])], "not valid")
  }

  @Test func refusesOtherElementCount() {  // C3
    let input = tensor(counting(4, as: Int8.self))
    expectRefusal(Reshape(), [input, control([5])], "cannot reshape [4] with 4 elements to [5]")
    expectRefusal(Reshape(), [input, control([3, -1])], "cannot reshape")
    expectRefusal(Reshape(), [input, control([0, -1])], "cannot reshape")
  }
}
