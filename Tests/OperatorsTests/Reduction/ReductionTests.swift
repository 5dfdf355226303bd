// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

private var matrix: DirectTensor { tensor([1, 2, 3, 4, 5, 6] as [Float], [2, 3]) }

/// What reductions make of axes and of nothing; their arithmetic is checked against recorded cases.
@Suite struct ReductionTests {
  @Test func axesRepeatAndCountFromTheEnd() {
    // Column sums 5, 7, 9 by axis 0 said three ways.
    expect(
      Sum(), [matrix, control([0, -2, 0])], gives: [5, 7, 9] as [Float], shape: [3])
    expect(
      Sum(keepsDimensions: true), [matrix, control([1])], gives: [6, 15] as [Float], shape: [2, 1])
    expect(Sum(), [matrix, control([])], gives: matrix.elements(as: Float.self), shape: [2, 3])
  }

  /// Sums of nothing are 0, products 1, extremes the type's ends, means of integers 0.
  @Test func reducesNothing() {
    let nothing = tensor([] as [Int32], [0, 2])
    let axis = control([0])
    expect(Sum(), [nothing, axis], gives: [0, 0] as [Int32], shape: [2])
    expect(ReduceProd(), [nothing, axis], gives: [1, 1] as [Int32], shape: [2])
    expect(ReduceMax(), [nothing, axis], gives: [Int32.min, .min], shape: [2])
    expect(Mean(), [nothing, axis], gives: [0, 0] as [Int32], shape: [2])
  }
}
