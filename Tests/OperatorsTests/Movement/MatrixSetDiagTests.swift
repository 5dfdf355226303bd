// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct MatrixSetDiagTests {
  let input = tensor(counting(12, as: Int16.self), [2, 2, 3])

  @Test func replacesDiagonals() {
    expect(
      MatrixSetDiag(), [input, tensor([-1, -2, -3, -4] as [Int16], [2, 2])],
      gives: [-1, 1, 2, 3, -2, 5, -3, 7, 8, 9, -4, 11] as [Int16], shape: [2, 2, 3])
  }
}
