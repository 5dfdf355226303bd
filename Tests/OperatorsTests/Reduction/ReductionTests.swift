// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

private var matrix: DirectTensor { tensor([1, 2, 3, 4, 5, 6] as [Float], [2, 3]) }

/// What reductions, pools and row operators refuse, and what they make of nothing; their arithmetic
/// is checked against recorded cases.
@Suite struct ReductionTests {
  static let reductions: [Operator] = [
    .mean(Mean()), .sum(Sum()), .reduceMax(ReduceMax()), .reduceMin(ReduceMin()),
    .reduceProd(ReduceProd()),
  ]

  @Test(arguments: reductions.indices) func refusesAxesBeyondTheRank(index: Int) {  // C1
    for axis in [2, -3] {
      expectRefusal(Self.reductions[index], [matrix, control([axis])], .float32, "out of range")
    }
  }

  @Test(arguments: reductions.indices) func refusesMixedTypes(index: Int) {  // C2
    expectRefusal(Self.reductions[index], [matrix, control([0])], .int32, "the output is int32")
  }

  @Test func refusesAxesThatAreNotConstant() {  // C1
    #expect(throws: OperatorError.self) {
      try evaluate(Mean(), [matrix, control([0])], constantInputs: [0])
    }
  }

  @Test func refusesUnequalScalesOfExtremes() {  // ReduceMax C2
    let bytes = tensor([1, 2] as [Int8], [2], Quantization(scale: 1, zeroPoint: 0))
    expectRefusal(
      Operator.reduceMax(ReduceMax()), [bytes, control([0])], .int8, "scale and zero point",
      Quantization(scale: 2, zeroPoint: 0))
  }

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

  @Test func arguments() {
    // The first of equals; NaN loses.
    let values = tensor([.nan, 3, 1, 3] as [Float])
    expect(ArgMax(outputType: .int32), [values, control([0])], gives: [1] as [Int32], shape: [])
    expect(ArgMin(), [values, control([-1])], gives: [2] as [Int64], shape: [])
  }

  @Test func refusesArgumentsOfNothing() {  // ArgMax C1 C2
    let nothing = tensor([] as [Float], [2, 0])
    for operation in [Operator.argMax(ArgMax()), .argMin(ArgMin())] {
      expectRefusal(operation, [nothing, control([1])], .int64, "no elements")
      expectRefusal(operation, [matrix, control([2])], .int64, "out of range")
    }
  }

  @Test func refusesRunningSums() {  // Cumsum C1 C2 C3
    expectRefusal(
      Operator.cumsum(Cumsum()), [tensor([1] as [Float], []), control([0])], .float32, "range")
    expectRefusal(Operator.cumsum(Cumsum()), [matrix, control([2])], .float32, "out of range")
    expectRefusal(Operator.cumsum(Cumsum()), [matrix, control([0])], .int32, "output is int32")
  }

  @Test func refusesRows() {  // Softmax C1 C2 C3 C4, LogSoftmax C1 C3, L2Normalization C1 C3
    let scalar = tensor([1] as [Float], [])
    let rows: [Operator] = [
      .softmax(Softmax()), .logSoftmax(LogSoftmax()), .l2Normalization(L2Normalization()),
    ]
    for operation in rows { expectRefusal(operation, [scalar], .float32, "scalar") }
    let bytes = tensor([1, 2] as [Int8], [2], Quantization(scale: 1, zeroPoint: 0))
    for operation in rows {
      expectRefusal(
        operation, [bytes], .int8, "must have", Quantization(scale: 1, zeroPoint: 0))
    }
    expectRefusal(Operator.softmax(Softmax()), [matrix], .int8, "gives no int8")
    expectRefusal(
      Operator.softmax(Softmax(beta: 0)), [bytes], .int8, "must be more than",
      Quantization(scale: 1 / 256, zeroPoint: -128))
  }

  @Test func refusesLocalResponse() {  // LocalResponseNormalization C1 C2
    let operation = { (radius: Int) in
      Operator.localResponseNormalization(
        LocalResponseNormalization(radius: radius, bias: 1, alpha: 1, beta: 1))
    }
    expectRefusal(operation(1), [matrix], .float32, "must have 4 axes")
    expectRefusal(
      operation(-1), [tensor([1] as [Float], [1, 1, 1, 1])], .float32, "must be at least 0")
  }
}

@Suite struct PoolingTests {
  private func pooling(
    filter: (Int, Int) = (2, 2), stride: (Int, Int) = (1, 1), padding: Padding = .valid
  ) -> Pooling {
    Pooling(
      filter: (height: filter.0, width: filter.1), stride: (height: stride.0, width: stride.1),
      padding: padding)
  }

  private let image = tensor(counting(9, as: Int8.self).map { Float($0) }, [1, 3, 3, 1])

  @Test func refusesGeometry() {  // C1
    let cases: [(Pooling, DirectTensor, String)] = [
      (pooling(), tensor([1] as [Float]), "must have 4 axes"),
      (pooling(stride: (0, 1)), image, "stride 0"),
      (pooling(filter: (0, 2)), image, "window 0"),
      (pooling(filter: (4, 1)), image, "the input has 3"),
      (pooling(filter: (70000, 1), padding: .same), image, "32768 pixels"),
    ]
    for (pooling, input, part) in cases {
      expectRefusal(AveragePool2D(pooling), [input], part)
      expectRefusal(MaxPool2D(pooling), [input], part)
      expectRefusal(L2Pool2D(pooling), [input], part)
    }
  }

  @Test func refusesUnequalScales() {  // C2
    let bytes = tensor([1] as [Int8], [1, 1, 1, 1], Quantization(scale: 1, zeroPoint: 0))
    for operation in [
      Operator.averagePool2D(AveragePool2D(pooling(filter: (1, 1)))),
      .maxPool2D(MaxPool2D(pooling(filter: (1, 1)))),
    ] {
      expectRefusal(
        operation, [bytes], .int8, "same scale", Quantization(scale: 2, zeroPoint: 0))
      expectRefusal(operation, [bytes], .float32, "the output is float32")
    }
  }

  /// 0 1 2 / 3 4 5 / 6 7 8 by windows of 2 × 2: means 2, 3, 5, 6; SAME leaves the padding out.
  @Test func averages() {
    expect(
      AveragePool2D(pooling()), [image], gives: [2, 3, 5, 6] as [Float], shape: [1, 2, 2, 1])
    expect(
      AveragePool2D(pooling(stride: (2, 2), padding: .same)), [image],
      gives: [2, 3.5, 6.5, 8] as [Float], shape: [1, 2, 2, 1])
  }

  @Test func emptyImages() {
    let nothing = tensor([] as [Float], [0, 3, 3, 1])
    expect(MaxPool2D(pooling()), [nothing], gives: [] as [Float], shape: [0, 2, 2, 1])
  }
}
