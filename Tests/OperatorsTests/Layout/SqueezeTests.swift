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
}
