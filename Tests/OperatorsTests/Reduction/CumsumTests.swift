// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct CumsumTests {
  @Test(arguments: [0, -1]) func refusesScalars(axis: Int) {  // C1
    expectRefusal(
      Cumsum(), [tensor([1] as [Float], []), control([axis])], "axis \(axis) is out of range for []"
    )
  }

  @Test func refusesAxesBeyondTheRank() {  // C2
    expectAxisRefusals(Cumsum(), named: "axis")
  }

  @Test func refusesMixedTypes() {  // C3
    for (input, output) in [(ElementType.float32, ElementType.int32), (.int64, .float32)] {
      expectRefusal(
        Cumsum(), [zero(input), control([0])],
        "input 0 is \(input.name) but the output is \(output.name)", resultType: output)
    }
  }
}
