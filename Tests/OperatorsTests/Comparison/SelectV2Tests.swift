// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SelectV2Tests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    let (two, three) = (tensor([1, 2] as [Float]), tensor([1, 2, 3] as [Float]))
    expectRefusal(
      SelectV2(), [tensor([true]), two, three], "shapes [2] and [3] do not broadcast")
    expectRefusal(
      SelectV2(), [tensor([true, false, true]), two, two],
      "condition [3] and [2] do not broadcast")
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedChoiceRefusals(SelectV2())
  }

  @Test func refusesMixedScales() {  // C2
    expectQuantizationRefusals(
      SelectV2(), quantizedCount: 2, "must have the output's scale and zero point"
    ) { [zero(.bool)] + $0 }
  }
}
