// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What operators that cut out, pick and place elements refuse.
enum SlicingRejections {
  @RejectionTable static var table: [Rejection] {
    fill
    gatherND
    gather
    numberRange
    oneHot
    scatterND
    slice
    sparseToDense
    split
    splitV
    stablehloGather
    stablehloScatter
    stridedSlice
  }

  @RejectionTable private static var fill: [Rejection] {
    let value = tensor([1] as [Float], [])
    Rejection(.c1, Fill(), [control([-1]), value], "not valid")
    Rejection(.c1, Fill(), [control([1 << 30, 4]), value], "not valid")
    Rejection(.c1, Fill(), [control([1]), value], "must be constant", constantInputs: [1])
    Rejection(.c2, Fill(), [control([1]), tensor([1, 2] as [Float])], "one element")
  }

  @RejectionTable private static var gatherND: [Rejection] {
    let input = tensor(counting(12, as: Int16.self), [2, 3, 2])
    Rejection(.c1, GatherND(), [input, control([0], [])], "do not point")
    Rejection(.c1, GatherND(), [input, control([0, 0, 0, 0], [1, 4])], "do not point")
    Rejection(.c1, GatherND(), [tensor([1] as [Float], []), control([], [0])], "do not point")
    Rejection(
      .c2, GatherND(), [tensor([Int8](repeating: 0, count: 1 << 16)), control([], [1 << 16, 0])],
      "not valid")
    for point in [[2, 0], [0, 3], [-1, 0]] {
      Rejection(.c3, GatherND(), [input, control(point, [1, 2])], "out of range")
    }
  }

  @RejectionTable private static var gather: [Rejection] {
    let input = tensor(counting(6, as: Int8.self), [3, 2])
    Rejection(.c1, Gather(axis: 2), [input, control([0])], "out of range")
    Rejection(.c1, Gather(axis: 0), [tensor([1] as [Float], []), control([0])], "out of range")
    for count in [1, 2, -2] {
      Rejection(
        .c2, Gather(axis: 0, batchDimensions: count), [input, control([0, 0, 0])], "batch_dims")
    }
    Rejection(
      .c3, Gather(axis: 1, batchDimensions: 1), [input, control([0, 0], [2, 1])],
      "differ in the first")
    for index in [-1, 3, Int(Int32.max)] {
      Rejection(
        .c4, Gather(axis: 0), [input, control([0, index])], "allowed 0 to 2", constantInputs: [])
      Rejection(
        .c4, Gather(axis: 0), [tensor([] as [Float], [0]), control([0])], "out of range",
        constantInputs: [])
    }
  }

  @RejectionTable private static var numberRange: [Rejection] {
    range(.c1, 0 as Int32, 1, 1, "must be constant", constantInputs: [0, 1])
    Rejection(
      .c1, NumberRange(), [control([0]), control([1, 2]), control([1])], "one element each")
    Rejection(
      .c1, NumberRange(), [control([0]), control([1]), tensor([1] as [Float])], "of one type")
    range(.c2, 0 as Int32, 1, 0, "does not lead")
    range(.c2, 0 as Int32, 1, -1, "does not lead")
    range(.c2, 0 as Float, 1, .nan, "does not lead")
    range(.c2, 0 as Float, -1, 1, "does not lead")
    range(.c3, Int64.min, Int64.max, 1, "not valid")
    range(.c3, 0 as Int64, Int64.max, 1, "not valid")
    range(.c3, 0 as Int64, Int64.min, Int64.min, "not valid")
    range(.c3, 0 as Float, 1, 1e-30, "not valid")
  }

  private static func range<Element: TensorElement>(
    _ number: ConstraintNumber, _ start: Element, _ limit: Element, _ step: Element,
    _ part: String, constantInputs: Set<Int>? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    Rejection(
      number, NumberRange(), [tensor([start], []), tensor([limit], []), tensor([step], [])], part,
      constantInputs: constantInputs, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var oneHot: [Rejection] {
    let on = tensor([5] as [Int8], [])
    let off = tensor([-5] as [Int8], [])
    for axis in [-2, 2] {
      Rejection(.c1, OneHot(axis: axis), [control([0]), control([2]), on, off], "out of range")
    }
    Rejection(.c2, OneHot(), [control([0]), control([-1]), on, off], "not valid")
    Rejection(.c2, OneHot(), [control([0]), control([1, 2]), on, off], "must have 1")
    Rejection(
      .c2, OneHot(), [control([0]), control([1]), on, off], "must be constant", constantInputs: [])
    Rejection(
      .c3, OneHot(), [control([0]), control([1]), on, tensor([1] as [Float])], "of one type")
    Rejection(
      .c3, OneHot(), [control([0]), control([1]), tensor([1, 2] as [Int8]), off], "one element each"
    )
    Rejection(.c4, OneHot(), [control([0, 0]), control([Int(Int32.max)]), on, off], "not valid")
  }

  @RejectionTable private static var scatterND: [Rejection] {
    let (indices, updates) = (control([0], [1, 1]), tensor([1] as [Float]))
    Rejection(.c1, ScatterND(), [indices, updates, control([-1])], "not valid")
    Rejection(.c1, ScatterND(), [indices, updates, control([1])], "constant", constantInputs: [])
    Rejection(.c2, ScatterND(), [control([0], []), updates, control([1])], "do not point")
    Rejection(.c2, ScatterND(), [control([0, 0], [1, 2]), updates, control([1])], "do not point")
    Rejection(
      .c3, ScatterND(), [control([0], [1, 1]), tensor([1, 2] as [Float]), control([3])],
      "must be [1]")
    for index in [-1, 3] {
      Rejection(
        .c4, ScatterND(), [control([index], [1, 1]), tensor([1] as [Float]), control([3])],
        "out of range")
    }
  }

  @RejectionTable private static var slice: [Rejection] {
    let input = tensor(counting(24, as: Int32.self), [2, 3, 4])
    Rejection(
      .c1, Slice(), [input, control([0, 0, 0]), control([1, 1, 1])], "'size' must be constant",
      constantInputs: [1])
    Rejection(
      .c1, Slice(), [input, control([0, 0, 0]), control([1, 1, -1])], "'begin' must be constant",
      constantInputs: [2])
    Rejection(.c1, Slice(), [input, control([0, 0]), control([1, 1, 1])], "must have 3")
    Rejection(.c1, Slice(), [input, control([0, 0, 0]), control([1, 1])], "must have 3")
    for (begin, size) in [
      ([0, 0, 1], [1, 1, 4]), ([-1, 0, 0], [1, 1, 1]), ([3, 0, 0], [-1, 1, 1]),
      ([0, 0, 0], [1, 1, -2]), ([Int(Int32.max), 0, 0], [Int(Int32.max), 1, 1]),
    ] {
      Rejection(.c2, Slice(), [input, control(begin), control(size)], "out of range")
    }
  }

  @RejectionTable private static var sparseToDense: [Rejection] {
    let (point, values) = (control([0, 0], [1, 2]), tensor([1] as [Float]))
    let zero = tensor([0] as [Float], [])
    placing(.c1, [point, control([2, -1]), values, zero], "not valid")
    placing(.c1, [point, control([2, 1 << 30]), values, zero], "not valid")
    placing(.c1, [point, control([2, 2], [1, 2]), values, zero], "must be a vector")
    placing(.c1, [control([], [1, 0]), control([]), values, zero], "one dimension at least")
    placing(.c1, [point, control([2, 2]), values, zero], "must be constant", constantInputs: [0])
    placing(.c2, [point, control([2]), values, zero], "do not tell where")
    placing(.c2, [control([0, 0]), control([2, 2]), values, zero], "do not tell where")
    placing(
      .c2, [control([0, 0], [1, 1, 2]), control([2, 2]), values, zero], "do not tell where")
    placing(
      .c2, [point, control([2, 2]), tensor([1, 2] as [Float]), zero],
      "values [2] are")
    placing(.c3, [point, control([2, 2]), values, tensor([0] as [Int8])], "of one type")
    placing(.c3, [point, control([2, 2]), values, tensor([0, 0] as [Float])], "one element")
    placing(
      .c3, [point, control([2, 2]), tensor([0] as [Int8]), tensor([0] as [Int8])], "of one type")
    for index in [-1, 2] {
      placing(
        .c4, [control([0, index], [1, 2]), control([2, 2]), values, zero], "allowed 0 to 1")
      placing(
        .c4, [tensor([Int64(index)], []), tensor([2] as [Int64]), values, zero], "allowed 0 to 1")
    }
  }

  private static func placing(
    _ number: ConstraintNumber, _ inputs: [DirectTensor], _ part: String,
    constantInputs: Set<Int>? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    Rejection(
      number, SparseToDense(), inputs, part, resultTypes: [.float32],
      constantInputs: constantInputs, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var split: [Rejection] {
    let input = tensor([1, 2] as [Float])
    Rejection(.c1, Split(splitCount: 2), [control([1]), input], "out of range", resultCount: 2)
    Rejection(.c1, Split(splitCount: 2), [control([0, 0]), input], "must have 1", resultCount: 2)
    Rejection(
      .c1, Split(splitCount: 2), [control([0]), input], "must be constant", resultCount: 2,
      constantInputs: [1])
    Rejection(.c2, Split(splitCount: 0), [control([0]), input], "num_splits is 0", resultCount: 2)
    Rejection(.c2, Split(splitCount: 1), [control([0]), input], "num_splits is 1", resultCount: 2)
    Rejection(
      .c3, Split(splitCount: 2), [control([0]), tensor([1, 2, 3] as [Float])], "does not divide",
      resultCount: 2)
  }

  @RejectionTable private static var splitV: [Rejection] {
    let input = tensor(counting(10, as: Int8.self), [2, 5])
    Rejection(.c1, SplitV(splitCount: 1), [input, control([2]), control([2])], "out of range")
    Rejection(
      .c2, SplitV(splitCount: 1), [input, control([1, 4]), control([1])], "num_splits is 1",
      resultCount: 2)
    Rejection(
      .c2, SplitV(splitCount: 2), [input, control([5]), control([1])], "must have 2", resultCount: 2
    )
    Rejection(
      .c2, SplitV(splitCount: 1), [input, control([5]), control([1])], "must be constant",
      constantInputs: [2])
    for sizes in [[1, 5], [-1, -1], [-2, 7], [6, -1], [Int(Int32.max), Int(Int32.max)]] {
      Rejection(
        .c3, SplitV(splitCount: 2), [input, control(sizes), control([1])], "does not fit",
        resultCount: 2)
    }
    Rejection(
      .c3, SplitV(splitCount: 2), [input, control([1, 3]), control([1])], "sizes sum to 4",
      resultCount: 2)
  }

  @RejectionTable private static var stridedSlice: [Rejection] {
    let input = tensor(counting(24, as: Int16.self), [2, 3, 4])
    let one = control([0])
    Rejection(.c1, StridedSlice(), [input, one, control([1, 1]), one], "must have 1")
    Rejection(.c1, StridedSlice(), [input, one, one, control([1, 1])], "must have 1")
    Rejection(.c1, StridedSlice(), [input, one, one, one], "must be constant", constantInputs: [1])
    let many = control([Int](repeating: 1, count: 32))
    Rejection(.c1, StridedSlice(), [input, many, many, many], "at most 31")
    Rejection(
      .c2, StridedSlice(), [input, control([0]), control([1]), control([0])], "stride 0 is 0")
    let four = control([0, 0, 0, 0])
    let ones = control([1, 1, 1, 1])
    Rejection(.c3, StridedSlice(), [input, four, ones, ones], "takes 4 axes")
    Rejection(.c3, masked { $0.ellipsis = 0b11 }, [input, four, ones, ones], "2 bits")
    for index in [2, -3] {
      Rejection(
        .c4, masked { $0.shrinkAxis = 1 },
        [input, control([index]), control([index + 1]), control([1])],
        "out of range")
    }
  }

  private static func masked(_ change: (inout StridedSlice.Masks) -> Void) -> StridedSlice {
    var masks = StridedSlice.Masks()
    change(&masks)
    return StridedSlice(masks: masks)
  }

  @RejectionTable private static var stablehloGather: [Rejection] {
    let inputs = [tensor(counting(6, as: Int32.self), [3, 2]), control([0, 1], [2, 1])]
    let rows = StablehloGather(
      offsetAxes: [1], collapsedAxes: [0], indexedAxes: [0], vectorAxis: 1, sliceSizes: [1, 2])
    for (sizes, collapsed, message) in [
      ([1], [0], "do not fit"), ([4, 2], [], "do not fit"), ([-1, 2], [], "do not fit"),
      ([1, 2], [1], "not 1 where collapsed"), ([1, 1], [0, 0], "collapsed_slice_dims has 0"),
      ([1, 1], [1, 0], "collapsed_slice_dims has 0"), ([1, 1], [2], "collapsed_slice_dims has 2"),
    ] as [([Int], [Int], String)] {
      Rejection(
        .c1, changed(rows) { ($0.sliceSizes, $0.collapsedAxes) = (sizes, collapsed) }, inputs,
        message)
    }
    for (axis, indexed, message) in [
      (3, [0], "index_vector_dim 3"), (-1, [0], "index_vector_dim -1"),
      (1, [0, 1], "has 2 axes for vectors of 1"), (1, [2], "start_index_map has 2"),
      (0, [0, 0], "start_index_map has 0"),
    ] as [(Int, [Int], String)] {
      Rejection(
        .c2, changed(rows) { ($0.vectorAxis, $0.indexedAxes) = (axis, indexed) }, inputs, message)
    }
    for (offsets, message) in [
      ([2], "offset_dims has 2"), ([], "offset_dims has 0 axes for the 1"),
      ([0, 0], "offset_dims has 0, which"),
    ] as [([Int], String)] {
      Rejection(.c3, changed(rows) { $0.offsetAxes = offsets }, inputs, message)
    }
  }

  @RejectionTable private static var stablehloScatter: [Rejection] {
    let (input, indices) = (tensor(counting(6, as: Int32.self), [3, 2]), control([0, 1], [2, 1]))
    let updates = tensor(counting(4, as: Int32.self), [2, 2])
    let rows = StablehloScatter(
      windowAxes: [1], insertedAxes: [0], indexedAxes: [0], vectorAxis: 1, .add)
    for (windows, inserted, message) in [
      ([1], [2], "inserted_window_dims has 2"), ([2], [0], "update_window_dims has 2"),
      ([1], [], "do not make the 2"), ([1, 0], [], "update_window_dims has 0"),
    ] as [([Int], [Int], String)] {
      Rejection(
        .c1, changed(rows) { ($0.windowAxes, $0.insertedAxes) = (windows, inserted) },
        [input, indices, updates], message)
    }
    for (axis, indexed, message) in [
      (3, [0], "index_vector_dim 3"), (1, [0, 1], "has 2 axes for vectors of 1"),
      (1, [2], "scatter_dims_to_operand_dims has 2"),
    ] as [(Int, [Int], String)] {
      Rejection(
        .c2, changed(rows) { ($0.vectorAxis, $0.indexedAxes) = (axis, indexed) },
        [input, indices, updates], message)
    }
    for wrong in [[1, 2], [2, 3], [2]] {
      let updates = tensor([Int32](repeating: 0, count: wrong.reduce(1, *)), wrong)
      Rejection(
        wrong == [2] ? .c1 : .c3, rows, [input, indices, updates],
        wrong == [2] ? "update_window_dims has 1" : "do not fit input")
    }
    Rejection(
      .c4, rows, [input, indices, tensor([Int64](repeating: 0, count: 4), [2, 2])],
      "is int64 but the output is int32")
    Rejection(.c4, of: StablehloScatter.self, "subgraph 1 is SUB, which is not supported") {
      try readBody("STABLEHLO_SCATTER/rows") { $0.subgraphs[1].operators[0].code = .sub }
    }
    Rejection(.c4, of: StablehloScatter.self, "must be one operator on its two inputs") {
      try readBody("STABLEHLO_SCATTER/update") { $0.subgraphs[1].outputs = [0] }
    }
  }
}
