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
}
