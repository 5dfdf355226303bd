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
}
