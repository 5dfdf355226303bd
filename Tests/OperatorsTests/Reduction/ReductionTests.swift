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

  /// A scalar has no axes, and takes any, as in LiteRT.
  @Test func scalarsStay() {
    let scalar = tensor([2] as [Float], [])
    let axes = control([5])
    expect(Mean(), [scalar, axes], gives: [2] as [Float], shape: [])
    expect(ReduceMax(), [scalar, axes], gives: [2] as [Float], shape: [])
    expect(ReduceMin(), [scalar, axes], gives: [2] as [Float], shape: [])
    expect(ReduceProd(), [scalar, axes], gives: [2] as [Float], shape: [])
    expect(Sum(), [scalar, axes], gives: [2] as [Float], shape: [])
    expect(ReduceAll(), [tensor([true], []), axes], gives: [true], shape: [])
    expect(ReduceAny(), [tensor([true], []), axes], gives: [true], shape: [])
  }

  /// The first of equals; NaN loses.
  @Test func arguments() {
    let values = tensor([.nan, 3, 1, 3] as [Float])
    expect(ArgMax(outputType: .int32), [values, control([0])], gives: [1] as [Int32], shape: [])
    expect(ArgMin(), [values, control([-1])], gives: [2] as [Int64], shape: [])
  }
}
