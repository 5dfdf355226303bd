// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SelectTests {
  private let two = tensor([1, 2] as [Float])

  @Test func refusesShapesThatDiffer() {  // C1
    expectRefusal(
      Select(), [tensor([true]), two, tensor([1] as [Float])],
      "'a' [2] and 'b' [1] must have one shape")
  }

  @Test(arguments: [[3], [1, 2], [2, 2]]) func refusesConditionsThatDoNotFit(shape: [Int]) {  // C2
    let condition = tensor([Bool](repeating: true, count: shape.reduce(1, *)), shape)
    expectRefusal(
      Select(), [condition, two, two], "condition \(Shape(shape).description) does not fit [2]")
  }

  @Test func refusesMixedTypes() {  // C3
    expectMixedChoiceRefusals(Select())
  }

  @Test func refusesMixedScales() {  // C3
    expectQuantizationRefusals(
      Select(), quantizedCount: 2, "must have the output's scale and zero point"
    ) { [zero(.bool)] + $0 }
  }
}
