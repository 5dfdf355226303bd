// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct ArgMinTests {
  @Test func findsTheLeast() {
    let values = tensor([.nan, 3, 1, 3] as [Float])
    expect(ArgMin(), [values, control([-1])], gives: [2] as [Int64], shape: [])
  }

  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(ArgMin(), named: "axis")
    expectAxisCountRefusals(ArgMin())
  }

  @Test func refusesEmptyAxes() {  // C2
    expectEmptyAxisRefusal(ArgMin())
  }
}
