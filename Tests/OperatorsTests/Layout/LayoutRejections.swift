// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What operators that arrange elements anew refuse.
enum LayoutRejections {
  @RejectionTable static var table: [Rejection] {
    batchToSpaceND
    broadcastTo
    concatenation
    depthToSpace
    expandDims
    mirrorPad
    pack
    pad
    padV2
    reshape
    reverseV2
    shapeOf
    spaceToBatchND
    spaceToDepth
    squeeze
    stablehloPad
    tile
    transpose
    unpack
  }

  @RejectionTable private static var batchToSpaceND: [Rejection] {
    batches(.c1, [2, 2], [0, 0, 0, 0], "must be constant", constantInputs: [1])
    batches(.c1, [1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0], "must have 1 to 3")
    batches(.c2, [0, 2], [0, 0, 0, 0], "block 0 is out of range")
    batches(.c2, [2, 2], [-1, 0, 0, 0], "-1, which is out of range")
    batches(.c3, [2, 2], [2, 1, 0, 0], "not valid")
    batches(.c3, [3, 1], [0, 0, 0, 0], "do not divide")
  }

  private static func batches(
    _ number: ConstraintNumber, _ block: [Int], _ crops: [Int], _ part: String,
    constantInputs: Set<Int>? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    Rejection(
      number, BatchToSpaceND(),
      [zero(.int8, nil, [4, 1, 1, 1]), control(block), control(crops, [block.count, 2])], part,
      constantInputs: constantInputs, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var broadcastTo: [Rejection] {
    let input = tensor([1] as [Float])
    Rejection(.c1, BroadcastTo(), [input, control([-1])], "not valid")
    Rejection(.c1, BroadcastTo(), [input, control([1 << 20, 1 << 20])], "not valid")
    Rejection(.c1, BroadcastTo(), [input, control([1])], "must be constant", constantInputs: [])
    let two = tensor([1, 2] as [Float])
    Rejection(.c2, BroadcastTo(), [two, control([3])], "cannot broadcast")
    Rejection(.c2, BroadcastTo(), [two, control([1])], "cannot broadcast")
    Rejection(
      .c2, BroadcastTo(), [tensor([1] as [Float], [1, 1]), control([1])], "cannot broadcast")
  }

  @RejectionTable private static var concatenation: [Rejection] {
    Rejection(.c1, Concatenation(axis: 1), [tensor([1] as [Float])], "out of range")
    Rejection(.c1, Concatenation(axis: 0), [tensor([1] as [Float], [])], "out of range")
    let a = tensor([1, 2] as [Float], [1, 2])
    Rejection(.c2, Concatenation(axis: 0), [a, tensor([1] as [Float])], "type or rank")
    Rejection(
      .c2, Concatenation(axis: 0), [a, tensor([1, 2] as [Int32], [1, 2])], "type or rank")
    Rejection(
      .c2, Concatenation(axis: 0), [a, tensor([1] as [Float], [1, 1])], "differ in axis 1")
    Rejection(.c3, of: Concatenation.self, "an activation fused into CONCATENATION") {
      let activated = try read(Concatenation.self, .concatenation, field: 1, value: [1])
      _ = try evaluate(activated, [a])
    }
    let one = Quantization(scale: 1, zeroPoint: 0)
    let two = Quantization(scale: 2, zeroPoint: 0)
    let shifted = Quantization(scale: 1, zeroPoint: 3)
    Rejection(
      .c4, Concatenation(axis: 0),
      [tensor([1] as [Int8], [1], one), tensor([1] as [Int8], [1], two)],
      "scale and zero point", quantization: one)
    Rejection(
      .c4, Concatenation(axis: 0), [tensor([1] as [Int16], [1], shifted)], "must be 0",
      quantization: shifted)
  }

  @RejectionTable private static var depthToSpace: [Rejection] {
    Rejection(.c1, DepthToSpace(blockSize: 1), [tensor([1] as [Float], [1, 1, 1])], "rank 4")
    for size in [0, -1, 3, Int(Int32.max)] {
      Rejection(
        .c2, DepthToSpace(blockSize: size), [tensor(counting(4, as: Int8.self), [1, 1, 1, 4])],
        "does not divide")
    }
  }

  @RejectionTable private static var expandDims: [Rejection] {
    let input = tensor([1] as [Float])
    Rejection(.c1, ExpandDims(), [input, control([0])], "must be constant", constantInputs: [])
    Rejection(.c1, ExpandDims(), [input, control([0, 1])], "must have 1")
    for axis in [-4, 3] {
      Rejection(
        .c2, ExpandDims(), [tensor([1] as [Float], [1, 1]), control([axis])], "out of range")
    }
  }

  @RejectionTable private static var mirrorPad: [Rejection] {
    let input = tensor(counting(6, as: Int16.self).map { $0 + 1 }, [2, 3])
    Rejection(.c1, MirrorPad(mode: .reflect), [input, control([1, 1], [1, 2])], "must be [2, 2]")
    Rejection(
      .c2, MirrorPad(mode: .reflect), [input, control([2, 0, 0, 0], [2, 2])], "exceeds 1")
    Rejection(
      .c2, MirrorPad(mode: .symmetric), [input, control([0, 0, 0, 4], [2, 2])], "exceeds 3")
    Rejection(
      .c2, MirrorPad(mode: .symmetric), [input, control([-1, 0, 0, 0], [2, 2])], "negative")
  }

  @RejectionTable private static var pack: [Rejection] {
    for axis in [-3, 2] {
      Rejection(.c1, Pack(axis: axis), [tensor([1] as [Float])], "out of range")
    }
    let a = tensor([1, 2] as [Float])
    Rejection(.c2, Pack(axis: 0), [a, tensor([1] as [Float])], "differ")
    Rejection(.c2, Pack(axis: 0), [a, tensor([1, 2] as [Int32])], "differ")
    let quantized = tensor([1] as [Int8], [1], Quantization(scale: 1, zeroPoint: 0))
    Rejection(.c2, Pack(axis: 0), [quantized], "scale and zero point")
    Rejection(.c3, of: Pack.self, "values_count is 1, there are 2 values") {
      let ofOne = try read(Pack.self, .pack, field: 0, value: [1, 0, 0, 0])
      _ = try evaluate(ofOne, [a, a])
    }
  }

  @RejectionTable private static var pad: [Rejection] {
    let input = tensor([1, 2] as [Float], [1, 2])
    Rejection(.c1, Pad(), [input, control([1, 1], [1, 2])], "must be [2, 2]")
    Rejection(.c1, Pad(), [input, control([1, 1, 1, 1])], "must be [2, 2]")
    Rejection(
      .c1, Pad(), [input, control([1, 1, 1, 1], [2, 2])], "must be constant", constantInputs: [])
    let vector = tensor([1, 2] as [Float])
    Rejection(.c2, Pad(), [vector, control([-1, 0], [1, 2])], "padding -1 is negative")
    Rejection(.c2, Pad(), [vector, tensor([Int64.max, 1], [1, 2])], "too large")
    Rejection(.c2, Pad(), [vector, tensor([1 << 40, 1] as [Int64], [1, 2])], "not valid")
  }

  @RejectionTable private static var padV2: [Rejection] {
    Rejection(
      .c1, PadV2(), [tensor([1] as [Float]), control([1], [1, 1]), tensor([9] as [Float])],
      "must be [1, 2]")
    Rejection(
      .c2, PadV2(), [tensor([1] as [Float]), control([1, -1], [1, 2]), tensor([9] as [Float])],
      "negative")
    let (input, paddings) = (tensor([1] as [Float]), control([1, 1], [1, 2]))
    Rejection(.c3, PadV2(), [input, paddings, tensor([1, 2] as [Float])], "must be one float32")
    Rejection(.c3, PadV2(), [input, paddings, tensor([1] as [Int8])], "must be one float32")
    let quantization = Quantization(scale: 1, zeroPoint: 0)
    let other = Quantization(scale: 2, zeroPoint: 0)
    Rejection(
      .c3, PadV2(),
      [tensor([1] as [Int8], [1], quantization), paddings, tensor([1] as [Int8], [1], other)],
      "differ in scale", quantization: quantization)
  }

  @RejectionTable private static var reshape: [Rejection] {
    Rejection(
      .c1, Reshape(), [tensor([1] as [Float]), control([1])], "'shape' must be constant",
      constantInputs: [])
    let input = tensor(counting(4, as: Int8.self))
    Rejection(.c2, Reshape(), [input, control([-1, -1])], "not valid")
    Rejection(.c2, Reshape(), [input, control([-2, -2])], "not valid")
    Rejection(.c2, Reshape(), [input, control([65536, 65536, 65536, 65536])], "not valid")
    Rejection(.c3, Reshape(), [input, control([5])], "cannot reshape [4] with 4 elements to [5]")
    Rejection(.c3, Reshape(), [input, control([3, -1])], "cannot reshape")
    Rejection(.c3, Reshape(), [input, control([0, -1])], "cannot reshape")
  }

  @RejectionTable private static var reverseV2: [Rejection] {
    let input = tensor(counting(6, as: Int16.self), [2, 3])
    Rejection(.c1, ReverseV2(), [input, control([2])], "out of range")
    Rejection(.c1, ReverseV2(), [input, control([0])], "must be constant", constantInputs: [])
    Rejection(.c2, ReverseV2(), [input, control([0, -2])], "twice")
  }

  @RejectionTable private static var shapeOf: [Rejection] {
    Rejection(
      .c1, ShapeOf(resultType: .int64), [tensor([1] as [Float])], "output is int32, must be int64",
      resultTypes: [.int32])
    Rejection(.c1, ShapeOf(resultType: .float32), [tensor([1] as [Float])], "allowed")
  }

  @RejectionTable private static var spaceToBatchND: [Rejection] {
    blocks(.c1, [2, 2], [0, 0, 0, 0], "must be constant", constantInputs: [2])
    blocks(.c1, [2, 2], [0, 0], "must be [2, 2]", shape: [1, 2])
    blocks(.c1, [1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0], "must have 1 to 3")
    blocks(.c1, [], [], "must have 1 to 3", shape: [0, 2])
    blocks(.c2, [0, 2], [0, 0, 0, 0], "block 0 is out of range")
    blocks(.c2, [1000, 1000], [0, 998, 0, 998], "more than 65536 blocks")
    blocks(.c2, [2, 2], [0, -2, 0, 0], "-2, which is out of range")
    blocks(.c3, [3, 1], [0, 0, 0, 0], "does not divide")
  }

  private static func blocks(
    _ number: ConstraintNumber, _ block: [Int], _ paddings: [Int], _ part: String,
    shape: [Int]? = nil, constantInputs: Set<Int>? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    Rejection(
      number, SpaceToBatchND(),
      [
        zero(.int8, nil, [1, 2, 2, 1]), control(block),
        control(paddings, shape ?? [block.count, 2]),
      ], part, constantInputs: constantInputs, sourceLocation: sourceLocation)
  }

  @RejectionTable private static var spaceToDepth: [Rejection] {
    Rejection(.c1, SpaceToDepth(blockSize: 1), [tensor([1] as [Float], [1, 1, 1])], "rank 4")
    for size in [0, -1, 3] {
      Rejection(
        .c2, SpaceToDepth(blockSize: size), [tensor(counting(8, as: Int8.self), [1, 2, 4, 1])],
        "does not divide")
    }
  }

  @RejectionTable private static var squeeze: [Rejection] {
    Rejection(.c1, Squeeze(axes: [3]), [tensor([1] as [Float], [1, 1])], "out of range")
    Rejection(.c1, Squeeze(axes: [-3]), [tensor([1] as [Float], [1, 1])], "out of range")
    Rejection(.c2, Squeeze(axes: [0]), [tensor([1, 2] as [Float], [2, 1])], "is not 1")
  }

  @RejectionTable private static var tile: [Rejection] {
    let input = tensor([1] as [Float])
    Rejection(.c1, Tile(), [input, control([1, 1])], "must have 1")
    Rejection(.c1, Tile(), [input, control([1])], "must be constant", constantInputs: [])
    Rejection(.c2, Tile(), [input, control([-1])], "negative")
    Rejection(.c2, Tile(), [tensor([1, 2] as [Float]), tensor([Int64.max])], "too large")
    Rejection(.c2, Tile(), [input, tensor([1 << 40] as [Int64])], "not valid")
  }

  @RejectionTable private static var transpose: [Rejection] {
    let input = tensor([1, 2] as [Float], [1, 2])
    Rejection(.c1, Transpose(), [input, control([0])], "must have 2")
    Rejection(.c1, Transpose(), [input, control([1, 0])], "must be constant", constantInputs: [])
    Rejection(.c2, Transpose(), [input, control([0, 2])], "out of range")
    Rejection(.c2, Transpose(), [input, control([1, -1])], "twice")
  }

  @RejectionTable private static var unpack: [Rejection] {
    let input = tensor(counting(6, as: Int32.self), [2, 3])
    Rejection(.c1, Unpack(axis: 2, count: 1), [input], "out of range")
    Rejection(.c1, Unpack(axis: 0, count: 1), [tensor([1] as [Float], [])], "out of range")
    Rejection(.c2, Unpack(axis: 0, count: 3), [input], "num is 3", resultCount: 3)
    Rejection(.c2, Unpack(axis: 0, count: 2), [input], "1 outputs", resultCount: 1)
  }

  @RejectionTable private static var stablehloPad: [Rejection] {
    let input = tensor([1, 2] as [Float])
    let value = tensor([3] as [Float], [])
    let big = Int(Int32.max)
    for (low, high, interior, message) in [
      ([0, 0], [0], [0], "do not fit the 1 axes"), ([0], [], [0], "do not fit the 1 axes"),
      ([0], [0], [], "do not fit the 1 axes"), ([0], [0], [-1], "between elements is negative"),
      ([-2], [-1], [0], "is not valid"), ([big], [big], [big - 1], "is not valid"),
      ([0], [0], [big], "is too large"), ([.min], [0], [0], "is too large"),
    ] as [([Int], [Int], [Int], String)] {
      Rejection(
        .c1, StablehloPad(low: low, high: high, interior: interior), [input, value], message)
    }
    let pad = StablehloPad(low: [0], high: [0], interior: [0])
    Rejection(.c2, pad, [input, input], "'value' is float32 [2], must be one float32")
    Rejection(
      .c2, pad, [input, tensor([3] as [Int32])], "'value' is int32 [1], must be one float32")
  }
}
