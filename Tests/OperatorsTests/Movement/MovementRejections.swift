// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What operators that move elements by indices and along diagonals refuse.
enum MovementRejections {
  @RejectionTable static var table: [Rejection] {
    broadcastArgs
    dilate
    dynamicUpdateSlice
    embeddingLookup
    embeddingLookupSparse
    hashtableLookup
    matrixDiag
    matrixSetDiag
    reverseSequence
    segmentSum
    unique
    unsortedSegments(UnsortedSegmentMax())
    unsortedSegments(UnsortedSegmentMin())
    unsortedSegments(UnsortedSegmentProd())
    unsortedSegments(UnsortedSegmentSum())
  }

  @RejectionTable private static var broadcastArgs: [Rejection] {
    Rejection(.c1, BroadcastArgs(), [control([1]), tensor([1] as [Int64])], "not two vectors")
    Rejection(.c1, BroadcastArgs(), [control([1], []), control([1])], "not two vectors")
    Rejection(
      .c2, BroadcastArgs(), [control([2, 3]), control([2, 2])], "3 and 2 do not broadcast")
  }

  @RejectionTable private static var dilate: [Rejection] {
    dilate(.c1, [1, 0], "dilation 0 is below 1")
    dilate(.c1, [1], "must have 2")
    dilate(.c1, [1, 1], "must be constant", constantInputs: [0])
    dilate(.c2, [], "must have elements", shape: [])
    dilate(.c2, [1, 1], "must have elements", shape: [0, 2])
    dilate(.c3, [1, 1], "must be one int8", value: tensor([1, 2] as [Int8]))
    dilate(.c3, [1, 1], "must be one int8", value: tensor([1] as [Float]))
    dilate(.c4, [Int(Int32.max), Int(Int32.max)], "not valid")
  }

  private static func dilate(
    _ number: ConstraintNumber, _ dilations: [Int], _ part: String, shape: [Int] = [2, 2],
    value: DirectTensor = zero(.int8, nil, []), constantInputs: Set<Int>? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    Rejection(
      number, Dilate(), [zero(.int8, nil, shape), control(dilations), value], part,
      constantInputs: constantInputs, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var dynamicUpdateSlice: [Rejection] {
    let input = tensor(counting(6, as: Int8.self), [2, 3])
    Rejection(
      .c1, DynamicUpdateSlice(), [input, tensor([1, 2, 3] as [Int8], [3, 1]), control([0, 0])],
      "fit into")
    Rejection(
      .c1, DynamicUpdateSlice(), [input, tensor([1] as [Int8]), control([0, 0])], "fit into")
    Rejection(
      .c1, DynamicUpdateSlice(), [input, tensor([1] as [Float], [1, 1]), control([0, 0])],
      "fit into")
    Rejection(
      .c2, DynamicUpdateSlice(), [input, tensor([1] as [Int8], [1, 1]), control([0])], "must be [2]"
    )
  }

  @RejectionTable private static var embeddingLookup: [Rejection] {
    let table = tensor(counting(6, as: Int8.self), [3, 2])
    Rejection(.c1, EmbeddingLookup(), [control([0], [1, 1]), table], "must have one axis")
    Rejection(.c1, EmbeddingLookup(), [control([0]), tensor([1] as [Float])], "must have one axis")
    let row = tensor([Int8](repeating: 0, count: 1 << 16), [1, 1 << 16])
    Rejection(
      .c2, EmbeddingLookup(), [control([Int](repeating: 0, count: 1 << 16)), row], "not valid")
    for (quantization, part) in [
      (nil, "has no scale"), (Quantization(scale: 1, zeroPoint: 3), "must have zero point 0"),
      (Quantization(scales: [1, 2], zeroPoints: [0, 0], axis: 1), "along axis 1, not 0"),
    ] as [(Quantization?, String)] {
      Rejection(
        .c3, EmbeddingLookup(), [control([0]), zero(.int8, quantization, [3, 2])], part,
        resultTypes: [.float32])
    }
    Rejection(
      .c3, EmbeddingLookup(), [control([0]), table], "output is int32, must be int8",
      resultTypes: [.int32])
    Rejection(
      .c3, EmbeddingLookup(), [control([0]), zero(.uint4, nil, [3, 2])],
      "output is float32, must be uint4", resultTypes: [.float32])
    for index in [-1, 3] {
      Rejection(.c4, EmbeddingLookup(), [control([index]), table], "allowed 0 to 2")
    }
  }

  @RejectionTable private static var embeddingLookupSparse: [Rejection] {
    let table = zero(.float32, nil, [3, 2])
    sums(.c1, ids: control([0], [1, 1]), "do not fit")
    sums(.c1, indices: control([0, 0]), "do not fit")
    sums(.c1, indices: control([0, 0, 0, 0], [2, 2]), "do not fit")
    sums(.c1, weights: tensor([1, 1] as [Float]), "do not fit")
    sums(.c1, table: zero(.float32, nil, [3]), "do not fit")
    sums(.c2, indices: control([], [1, 0]), shape: [], "has an axis")
    sums(.c2, shape: [2], "must have 2")
    Rejection(
      .c2, EmbeddingLookupSparse(combiner: .sum),
      [
        control([0]), control([0, 0], [1, 2]), control([2, 2]), tensor([1] as [Float]), table,
      ], "must be constant", constantInputs: [0])
    sums(.c3, shape: [-1, 2], "not valid")
    sums(.c3, shape: [Int(Int32.max), 2], "not valid")
    sums(.c4, ids: control([3]), "id 3 is out of range: allowed 0 to 2")
    sums(.c4, ids: control([-1]), "id -1 is out of range")
    sums(.c4, indices: control([2, 0], [1, 2]), "index 2 is out of range: allowed 0 to 1")
    sums(.c4, indices: control([-1, 0], [1, 2]), "index -1 is out of range")
  }

  private static func sums(
    _ number: ConstraintNumber, ids: DirectTensor = control([0]),
    indices: DirectTensor = control([0, 0], [1, 2]), shape: [Int] = [2, 2],
    weights: DirectTensor = tensor([1] as [Float]),
    table: DirectTensor = zero(.float32, nil, [3, 2]), _ part: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    Rejection(
      number, EmbeddingLookupSparse(combiner: .mean),
      [ids, indices, control(shape), weights, table], part, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var hashtableLookup: [Rejection] {
    let (key, values) = (control([1]), zero(.int8, nil, [1, 2]))
    rows(.c1, [control([1], [1, 1]), key, values], "a row of values for each")
    rows(.c1, [key, control([1], [1, 1]), values], "a row of values for each")
    rows(.c1, [key, control([1, 2]), values], "a row of values for each")
    rows(.c1, [key, key, zero(.int8, nil, [])], "a row of values for each")
    let words = DirectTensor(strings: [[1], [2]], shape: Shape([1, 2]))
    rows(.c2, [key, key, words], "strings have one axis", types: [.string, .uint8])
    rows(.c3, [key, key, values], "must be int8", types: [.uint8, .uint8])
    let many = control([Int](repeating: 0, count: 1 << 16))
    let row = tensor([Int8](repeating: 0, count: 1 << 16), [1, 1 << 16])
    rows(.c3, [many, key, row], "not valid")
  }

  private static func rows(
    _ number: ConstraintNumber, _ inputs: [DirectTensor], _ part: String,
    types: [ElementType] = [.int8, .uint8], sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    Rejection(
      number, HashtableLookup(), inputs, part, resultTypes: types, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var matrixDiag: [Rejection] {
    Rejection(.c1, MatrixDiag(), [tensor([1] as [Float], [])], "scalar")
    Rejection(.c1, MatrixDiag(), [tensor([Int8](repeating: 0, count: 1 << 16))], "not valid")
  }

  @RejectionTable private static var matrixSetDiag: [Rejection] {
    let input = tensor(counting(12, as: Int16.self), [2, 2, 3])
    let vector = tensor([1] as [Float])
    Rejection(.c1, MatrixSetDiag(), [vector, vector], "two axes")
    Rejection(
      .c2, MatrixSetDiag(), [input, tensor([1, 2, 3, 4, 5, 6] as [Int16], [2, 3])],
      "must be int16 [2, 2]")
    Rejection(
      .c2, MatrixSetDiag(), [input, tensor([1, 2, 3, 4] as [Int32], [2, 2])], "must be int16 [2, 2]"
    )
  }

  @RejectionTable private static var reverseSequence: [Rejection] {
    let input = tensor(counting(6, as: Int32.self), [2, 3])
    for (axis, batch) in [(0, 0), (2, 0), (0, -1)] {
      Rejection(
        .c1, ReverseSequence(sequenceAxis: axis, batchAxis: batch), [input, control([1, 1])],
        "must be two axes")
    }
    Rejection(
      .c2, ReverseSequence(sequenceAxis: 1, batchAxis: 0), [input, control([1])], "must be [2]")
    for length in [-1, 4] {
      Rejection(
        .c3, ReverseSequence(sequenceAxis: 1, batchAxis: 0), [input, control([1, length])],
        "out of range")
    }
  }

  @RejectionTable private static var segmentSum: [Rejection] {
    let input = tensor([1, 2, 3, 4, 5, 6] as [Float], [3, 2])
    Rejection(.c1, SegmentSum(), [input, control([0, 0])], "for each row")
    Rejection(.c1, SegmentSum(), [tensor([1] as [Float], []), control([])], "for each row")
    for segments in [[1, 1, 1], [0, 2, 2], [0, 1, 0], [-1, 0, 0]] {
      Rejection(.c2, SegmentSum(), [input, control(segments)], "comes after")
    }
    Rejection(.c2, SegmentSum(), [input, control([0, 0, 0])], "constant", constantInputs: [0])
  }

  @RejectionTable private static var unique: [Rejection] {
    Rejection(.c1, Unique(), [tensor([1] as [Int32], [1, 1])], "must be a vector", resultCount: 2)
    Rejection(
      .c1, Unique(), [tensor([1] as [Int32])], "must be constant", resultCount: 2,
      constantInputs: [])
    Rejection(.c2, Unique(indexType: .float32), [control([1])], "allowed", resultCount: 2)
    Rejection(
      .c2, Unique(indexType: .int64), [control([1])], "outputs must be int32 and int64",
      resultTypes: [.int32, .int32])
  }

  @RejectionTable
  private static func unsortedSegments(_ operation: some UnsortedSegments) -> [Rejection] {
    let input = tensor([1, 2, 3, 4, 5, 6] as [Float], [3, 2])
    let segments = control([0, 1, 0])
    Rejection(.c1, operation, [input, control([0, 0]), control([2])], "for each row")
    Rejection(
      .c1, operation, [input, control([0, 0, 0, 0, 0, 0], [3, 2, 1]), control([2])], "for each row")
    Rejection(
      .c2, operation, [input, segments, control([2])], "must be constant", constantInputs: [1])
    Rejection(.c2, operation, [input, segments, control([2, 2])], "must have 1")
    for count in [-1, 1 << 30] {
      Rejection(.c2, operation, [input, segments, control([count])], "not valid")
    }
    for segment in [2, Int(Int32.max)] {
      Rejection(
        .c3, operation, [input, control([0, segment, 0]), control([2])],
        "is out of range: there are 2")
    }
  }
}
