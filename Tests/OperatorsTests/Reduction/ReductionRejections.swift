// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What reductions, and what else runs along axes, refuse.
enum ReductionRejections {
  @RejectionTable static var table: [Rejection] {
    axes
    types
    arguments(ArgMax())
    arguments(ArgMin())
    cumsum
    boxes(NonMaxSuppressionV4(), thresholdCount: 2)
    boxes(NonMaxSuppressionV5(), thresholdCount: 3)
    topKV2
    reduceWindow
    stablehloReduceWindow
    Rejection.mixedScales(.c2, ReduceMax()) { $0 + [control([0])] }
    Rejection.mixedScales(.c2, ReduceMin()) { $0 + [control([0])] }
  }

  @RejectionTable private static var axes: [Rejection] {
    axes(.c1, Mean(), named: "axes")
    axes(.c1, ReduceAll(), named: "axes")
    axes(.c1, ReduceAny(), named: "axes")
    axes(.c1, ReduceMax(), named: "axes")
    axes(.c1, ReduceMin(), named: "axes")
    axes(.c1, ReduceProd(), named: "axes")
    axes(.c1, Sum(), named: "axes")
  }

  /// Axes beyond the rank, and such as are not known.
  ///
  /// - Parameter name: what the operator calls them.
  @RejectionTable private static func axes(
    _ number: ConstraintNumber, _ operation: some LiteOperator, named name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    let matrix = zeros(of: operation, [2, 3])
    for axis in [2, -3] {
      Rejection(
        number, operation, [matrix, control([axis])],
        "axis \(axis) is out of range for [2, 3]: allowed -2 to 1", sourceLocation: sourceLocation)
    }
    Rejection(
      number, operation, [matrix, control([0])], "'\(name)' must be constant",
      constantInputs: [0], sourceLocation: sourceLocation)
  }

  /// Zeros of the first type that an operator takes.
  private static func zeros(of operation: some LiteOperator, _ shape: [Int]) -> DirectTensor {
    zero(elementTypes(operation.operandRules.inputs[0].types)[0], nil, shape)
  }

  @RejectionTable private static var types: [Rejection] {
    Rejection.mixedTypes(.c2, Mean()) { $0 + [control([0])] }
    Rejection.mixedTypes(.c2, ReduceMax()) { $0 + [control([0])] }
    Rejection.mixedTypes(.c2, ReduceMin()) { $0 + [control([0])] }
    Rejection.mixedTypes(.c2, ReduceProd()) { $0 + [control([0])] }
    Rejection(
      .c3, ReduceProd(), types: [.uint8, .int32, .uint8], shapes: [[2], [1]],
      "products of uint8 with scales")
    Rejection.mixedTypes(.c2, Sum()) { $0 + [control([0])] }
    Rejection.mixedTypes(.c3, Cumsum()) { $0 + [control([0])] }
  }

  /// Axes that ARG_MAX and ARG_MIN do not take: beyond the rank, several, none, and empty ones.
  @RejectionTable private static func arguments(
    _ operation: some ArgExtreme, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    axes(.c1, operation, named: "axis", sourceLocation: sourceLocation)
    for axes in [[], [0, 1]] {
      Rejection(
        .c1, operation, [zeros(of: operation, [2, 3]), control(axes)],
        "'axis' has \(axes.count) elements, must have 1", sourceLocation: sourceLocation)
    }
    Rejection(
      .c2, operation, [zeros(of: operation, [2, 0]), control([1])],
      "axis 1 of [2, 0] has no elements", sourceLocation: sourceLocation)
  }

  @RejectionTable private static var cumsum: [Rejection] {
    for axis in [0, -1] {
      Rejection(
        .c1, Cumsum(), [zero(.float32, nil, []), control([axis])],
        "axis \(axis) is out of range for []")
    }
    axes(.c2, Cumsum(), named: "axis")
  }

  @RejectionTable private static var topKV2: [Rejection] {
    let input = tensor([1, 2] as [Float])
    Rejection(.c1, TopKV2(), [input, control([1, 1])], "must have 1", resultCount: 2)
    Rejection(
      .c1, TopKV2(), [input, control([1])], "must be constant", resultCount: 2,
      constantInputs: [])
    Rejection(.c2, TopKV2(), [input, control([3])], "more than", resultCount: 2)
    Rejection(
      .c2, TopKV2(), [zero(.float32, nil, []), control([0])], "more than", resultCount: 2)
    Rejection(
      .c2, TopKV2(), [tensor([Int8](repeating: 0, count: 40_000)), control([1])],
      "rows of 40000 are too long for int16 indices", resultTypes: [.int8, .int16])
    Rejection(
      .c3, TopKV2(), [input, control([1])], "'values' is int8, must be float32",
      resultTypes: [.int8, .int32])
  }

  @RejectionTable private static func boxes(
    _ operation: some NonMaxSuppression, thresholdCount: Int
  ) -> [Rejection] {
    let (boxes, scores) = (zero(.float32, nil, [2, 4]), zero(.float32, nil, [2]))
    let thresholds = Array(repeating: zero(.float32, nil, []), count: thresholdCount)
    let types = operation.resultTypes([])
    for (boxes, scores) in [
      (zero(.float32, nil, [2, 3]), scores), (zero(.float32, nil, [8]), scores),
      (boxes, zero(.float32, nil, [3])), (boxes, zero(.float32, nil, [2, 1])),
    ] {
      Rejection(
        .c1, operation, [boxes, scores, control([1])] + thresholds, "must be [n, 4] and [n]",
        resultTypes: types)
    }
    Rejection(
      .c2, operation, [boxes, scores, control([1])] + thresholds, "must be constant",
      resultTypes: types, constantInputs: [3, 4, 5])
    Rejection(
      .c2, operation, [boxes, scores, control([-1])] + thresholds, "not valid", resultTypes: types)
    Rejection(
      .c2, operation, [boxes, scores, control([1, 1])] + thresholds, "must have 1",
      resultTypes: types)
    for place in 0..<thresholdCount {
      let others = (thresholds[..<place], thresholds[(place + 1)...])
      Rejection(
        .c3, operation,
        [boxes, scores, control([1])] + others.0 + [zero(.float32, nil, [2])] + others.1,
        "must be one element each", resultTypes: types)
    }
  }

  @RejectionTable private static var reduceWindow: [Rejection] {
    let sum = ReduceWindow(.add)
    let (input, one) = (tensor([1, 2, 3] as [Float]), tensor([1] as [Int64]))
    let zero = tensor([0] as [Float], [])
    for place in 2..<5 {
      for wrong in [tensor([1, 1] as [Int64]), tensor([0] as [Int64]), tensor([-1] as [Int64])] {
        let numbers = (2..<5).map { $0 == place ? wrong : one }
        Rejection(.c1, sum, [input, zero] + numbers, "must be 1 from 1 on")
      }
      Rejection(
        .c1, sum, [input, zero, one, one, one], "must be constant",
        constantInputs: Set(2..<5).subtracting([place]))
    }
    Rejection(
      .c1, sum, [zero, zero] + [DirectTensor](repeating: tensor([] as [Int64]), count: 3),
      "must be 1 from 1 on")
    Rejection(.c2, sum, [input, input, one, one, one], "'initial' is float32 [3]")
    Rejection(.c2, sum, [input, tensor([1] as [Int8]), one, one, one], "'initial' is int8 [1]")
    Rejection(.c3, ReduceWindow(.unsupported), [input, zero, one, one, one], "is UNSUPPORTED")
  }

  @RejectionTable private static var stablehloReduceWindow: [Rejection] {
    let (input, zero) = (tensor([1, 2, 3] as [Float]), tensor([0] as [Float], []))
    for (sum, message) in [
      (StablehloReduceWindow(windows: [1, 1], .add), "has 4 paddings for 1 axes"),
      (StablehloReduceWindow(windows: [0], .add), "must be 1 from 1 on"),
      (StablehloReduceWindow(windows: [1], strides: [0], .add), "must be 1 from 1 on"),
      (StablehloReduceWindow(windows: [1], dilations: [-1], .add), "must be 1 from 1 on"),
      (StablehloReduceWindow(windows: [1], baseDilations: [0], .add), "is negative"),
      (StablehloReduceWindow(windows: [1], paddings: [0, -4], .add), "is not valid"),
    ] {
      Rejection(.c1, sum, [input, zero], message)
    }
    let sum = StablehloReduceWindow(windows: [1], .add)
    Rejection(.c2, sum, [input, input], "'initial' is float32 [3]")
    Rejection(.c3, of: StablehloReduceWindow.self, "subgraph 1 is SUB, which is not supported") {
      try readBody("STABLEHLO_REDUCE_WINDOW/running_sum") {
        $0.subgraphs[1].operators[0].code = .sub
      }
    }
    Rejection(.c3, of: StablehloReduceWindow.self, "must be one operator on its two inputs") {
      try readBody("STABLEHLO_REDUCE_WINDOW/running_sum") {
        $0.subgraphs[1].operators[0].inputs = [0, 0]
      }
    }
    Rejection(.c3, of: StablehloReduceWindow.self, "does not make one number of two") {
      try readBody("STABLEHLO_REDUCE_WINDOW/running_sum") { $0.subgraphs[1].inputs = [0] }
    }
    Rejection(.c3, of: StablehloReduceWindow.self, "subgraph 1 joins nothing") {
      try readBody("STABLEHLO_REDUCE_WINDOW/running_sum") {
        $0.subgraphs[1].operators = []
        $0.subgraphs[1].outputs = [1]
      }
    }
  }
}
