// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SparseToDenseTests {
  /// More axes than the reference takes.
  @Test func putsValuesInFiveAxes() {
    expect(
      SparseToDense(),
      [
        tensor([0, 1, 0, 1, 0, 0, 0, 0, 0, 1] as [Int64], [2, 5]),
        tensor([1, 2, 1, 2, 2] as [Int64]), tensor([5, 6] as [Int64]), tensor([7] as [Int64], []),
      ],
      gives: [7, 6, 7, 7, 7, 7, 5, 7] as [Int64], shape: [1, 2, 1, 2, 2])
  }

  @Test func fillsWithoutPoints() {
    expect(
      SparseToDense(),
      [control([], [0, 2]), control([1, 2]), tensor([] as [Float]), tensor([3] as [Float])],
      gives: [3, 3] as [Float], shape: [1, 2])
  }
}
