// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct AddNTests {
  @Test func refusesMixedTypes() {  // C1
    for (common, other) in [(ElementType.float32, ElementType.int32), (.int32, .float32)] {
      expectRefusal(
        AddN(), types: [common, common, other, common], shapes: [[1], [1], [1]], "inputs differ")
      expectRefusal(
        AddN(), types: [common, common, other], shapes: [[1], [1]],
        "is \(common.name) but the output is \(other.name)")
    }
  }

  /// Not even those that would broadcast.
  @Test func refusesMixedShapes() {  // C1
    expectRefusal(
      AddN(), [tensor([1, 2] as [Float]), tensor([1] as [Float])], "inputs differ: float32 [2]")
    expectRefusal(
      AddN(), [tensor([1] as [Float]), tensor([1] as [Float], [1, 1])], "inputs differ")
  }
}
