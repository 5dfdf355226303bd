// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ExpandDimsTests {
  @Test(arguments: [
    (0, [1, 2, 3]), (1, [2, 1, 3]), (2, [2, 3, 1]), (-1, [2, 3, 1]), (-3, [1, 2, 3]),
  ])
  func insertsAxis(axis: Int, shape: [Int]) {
    let values: [UInt8] = counting(6)
    expect(
      ExpandDims(), [tensor(values, [2, 3]), control([axis], [])], gives: values, shape: shape)
  }

  @Test func refusesUnknownAxis() {  // C1
    let input = tensor([1] as [Float])
    expectRefusal(ExpandDims(), [input, control([0])], "must be constant", constantInputs: [])
    expectRefusal(ExpandDims(), [input, control([0, 1])], "must have 1")
  }

  @Test(arguments: [-4, 3]) func refusesAxisOutOfRange(axis: Int) {  // C2
    expectRefusal(ExpandDims(), [tensor([1] as [Float], [1, 1]), control([axis])], "out of range")
  }
}
