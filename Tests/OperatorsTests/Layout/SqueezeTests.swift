// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SqueezeTests {
  @Test func removesNamedAxes() {
    let values: [Float] = [1, 2]
    expect(Squeeze(axes: [-1]), [tensor(values, [1, 2, 1])], gives: values, shape: [1, 2])
    expect(Squeeze(axes: [0, 2]), [tensor(values, [1, 2, 1])], gives: values, shape: [2])
  }

  @Test func removesAllWithoutNames() {
    expect(Squeeze(), [tensor([5] as [Int64], [1, 1])], gives: [5] as [Int64], shape: [])
  }

  @Test func refusesAxisOutOfRange() {  // C1
    expectRefusal(Squeeze(axes: [3]), [tensor([1] as [Float], [1, 1])], "out of range")
    expectRefusal(Squeeze(axes: [-3]), [tensor([1] as [Float], [1, 1])], "out of range")
  }

  @Test func refusesAxisThatIsNotOne() {  // C2
    expectRefusal(Squeeze(axes: [0]), [tensor([1, 2] as [Float], [2, 1])], "is not 1")
  }
}
