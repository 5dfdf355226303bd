// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct PreluTests {
  @Test func refusesSlopesThatDoNotFit() {  // C1
    let input = tensor([1, 2] as [Float])
    expectRefusal(
      Prelu(), [tensor([1] as [Float]), input], "'slope' [2] does not broadcast to 'input' [1]")
    expectRefusal(Prelu(), [input, tensor([1, 2, 3] as [Float])], "do not broadcast")
    expectRefusal(Prelu(), [input, tensor([1] as [Float], [1, 1])], "does not broadcast")
  }

  @Test func refusesMixedTypes() {  // C2
    expectMixedTypeRefusals(Prelu(), inputCount: 2)
  }
}
