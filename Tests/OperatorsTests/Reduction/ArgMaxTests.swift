// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ArgMaxTests {
  /// The first of equals; NaN loses.
  @Test func findsTheFirst() {
    let values = tensor([.nan, 3, 1, 3] as [Float])
    expect(ArgMax(outputType: .int32), [values, control([0])], gives: [1] as [Int32], shape: [])
  }

  @Test func refusesAxesBeyondTheRank() {  // C1
    expectAxisRefusals(ArgMax(), named: "axis")
    expectAxisCountRefusals(ArgMax())
  }

  @Test func refusesEmptyAxes() {  // C2
    expectEmptyAxisRefusal(ArgMax())
  }
}
