// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct MatrixDiagTests {
  @Test func spreadsDiagonals() {
    expect(
      MatrixDiag(), [tensor([1, 2, 3, 4] as [Float], [2, 2])],
      gives: [1, 0, 0, 2, 3, 0, 0, 4] as [Float], shape: [2, 2, 2])
  }
}
