// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct NumberRangeTests {
  private func refuse<Element: TensorElement>(
    _ start: Element, _ limit: Element, _ step: Element, _ part: String,
    constantInputs: Set<Int>? = nil
  ) {
    expectRefusal(
      NumberRange(), [tensor([start], []), tensor([limit], []), tensor([step], [])], part,
      constantInputs: constantInputs)
  }

  @Test func counts() {
    expect(
      NumberRange(), [control([7], []), control([-2], []), control([-3], [])],
      gives: [7, 4, 1] as [Int32], shape: [3])
    expect(
      NumberRange(), [tensor([0.5] as [Float]), tensor([2] as [Float]), tensor([0.5] as [Float])],
      gives: [0.5, 1, 1.5] as [Float], shape: [3])
    expect(
      NumberRange(), [control([3]), control([3]), control([1])], gives: [] as [Int32], shape: [0])
  }

  @Test func refusesOperands() {  // C1
    refuse(0 as Int32, 1, 1, "must be constant", constantInputs: [0, 1])
    expectRefusal(
      NumberRange(), [control([0]), control([1, 2]), control([1])], "one element each")
    expectRefusal(
      NumberRange(), [control([0]), control([1]), tensor([1] as [Float])], "of one type")
  }

  @Test func refusesSteps() {  // C2
    refuse(0 as Int32, 1, 0, "does not lead")
    refuse(0 as Int32, 1, -1, "does not lead")
    refuse(0 as Float, 1, .nan, "does not lead")
    refuse(0 as Float, -1, 1, "does not lead")
  }

  @Test func refusesAbsurdCounts() {  // C3
    refuse(Int64.min, Int64.max, 1, "not valid")
    refuse(0 as Int64, Int64.max, 1, "not valid")
    refuse(0 as Int64, Int64.min, Int64.min, "not valid")
    refuse(0 as Float, 1, 1e-30, "not valid")
  }
}
