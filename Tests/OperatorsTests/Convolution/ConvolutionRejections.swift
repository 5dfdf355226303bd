// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What convolutions refuse.
enum ConvolutionRejections {
  @RejectionTable static var table: [Rejection] {
    conv2D
    depthwiseConv2D
    transposeConv
    conv3D
    conv3DTranspose
  }

  private static let whole = Quantization(scale: 1, zeroPoint: 0)

  /// A bias that is computed beside int16.
  private static func wideBias(
    _ operation: some LiteOperator, _ shapes: [[Int]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Rejection {
    let types: [ElementType] = [.int16, .int8, .int32]
    return Rejection(
      .c3, operation, zip(types, shapes).map { zero($0, whole, $1) },
      "'bias' beside int16 must be constant", quantization: whole, constantInputs: [1],
      sourceLocation: sourceLocation)
  }

  @RejectionTable private static var conv2D: [Rejection] {
    let layer = Conv2D(padding: .valid)
    let image = tensor([1, 2, 3, 4] as [Float], [1, 2, 2, 1])
    let filter = tensor([2] as [Float], [1, 1, 1, 1])
    Rejection(.c1, layer, [tensor([1] as [Float], [1, 1, 1]), filter], "must have rank 4")
    Rejection(.c1, layer, [image, tensor([1] as [Float], [1, 1, 1])], "must have rank 4")
    Rejection(.c1, layer, [image, tensor([] as [Float], [0, 1, 1, 1])], "must have rank 4")
    let three = tensor([1, 2, 3] as [Float], [1, 1, 1, 3])
    let two = tensor([1, 2] as [Float], [1, 1, 1, 2])
    Rejection(.c2, layer, [three, two], "do not divide into groups")
    // Three groups of one channel, for which one filter is not enough.
    Rejection(.c2, layer, [three, filter], "do not divide into groups")
    Rejection(
      .c3, layer, [image, filter, tensor([1, 2] as [Float])], "'bias' has 2 elements, needs 1")
    wideBias(layer, [[1, 1, 1, 1], [1, 1, 1, 1], [1]])
    for (types, message) in [
      (
        [.float32, .int16, .float32],
        "'weights' is int16, allowed: float32, float16, uint8, int8, int4, bfloat16, int2"
      ),
      ([.int8, .uint8, .int8], "input int8, weights uint8 and output int8 do not go together"),
      ([.uint8, .int8, .uint8], "input uint8, weights int8 and output uint8 do not go together"),
      ([.int8, .int8, .int16], "input int8, weights int8 and output int16 do not go together"),
      ([.float32, .int8, .int8], "input float32, weights int8 and output int8 do not go together"),
    ] as [([ElementType], String)] {
      Rejection(.c4, layer, types: types, shapes: [[1, 1, 1, 4], [1, 1, 1, 4]], message)
    }
    Rejection(
      .c4, layer, [image, filter, tensor([1] as [Int32])], "'bias' is int32, needs float32")
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let one = tensor([1] as [Int8], [1, 1, 1, 1], plain)
    Rejection(
      .c4, layer, [one, one, tensor([1] as [Int64])], "'bias' is int64, needs int32",
      quantization: plain)
    for (quantization, message) in [
      (nil, "has no scale and zero point"),
      (Quantization(scale: -1, zeroPoint: 0), "scale 0 is -1"),
      (Quantization(scale: .nan, zeroPoint: 0), "scale 0 is nan"),
      (Quantization(scale: 1, zeroPoint: 3), "zero point 3, must be 0"),
      (Quantization(scales: [1, 1, 1], zeroPoints: [0, 0, 0]), "3 scales along axis 0"),
      (Quantization(scales: [1, 1], zeroPoints: [0, 0], axis: 3), "along axis 3, not 0"),
    ] as [(Quantization?, String)] {
      let x = tensor([1, 2] as [Int8], [1, 1, 1, 2], plain)
      let weights = tensor([1, 2, 3, 4] as [Int8], [2, 1, 1, 2], quantization)
      Rejection(.c4, layer, [x, weights], message, quantization: plain)
    }
    for (x, y) in [(nil, plain), (plain, nil), (Quantization(scale: 0, zeroPoint: 0), plain)] {
      Rejection(
        .c4, layer, [tensor([1] as [Int8], [1, 1, 1, 1], x), one], "scale", quantization: y)
    }
  }

  @RejectionTable private static var depthwiseConv2D: [Rejection] {
    let layer = DepthwiseConv2D(padding: .valid)
    let image = tensor([1, 2, 3, 4] as [Float], [1, 1, 2, 2])
    let filter = tensor([2, 3] as [Float], [1, 1, 1, 2])
    Rejection(.c1, layer, [tensor([1] as [Float], [1, 1, 1]), filter], "must have rank 4")
    Rejection(
      .c1, layer, [image, tensor([1, 2] as [Float], [2, 1, 1, 1])],
      "must be [1, height, width, outputs]"
    )
    Rejection(.c1, layer, [image, tensor([] as [Float], [1, 0, 1, 2])], "must be [1, height")
    let moved = Quantization(scale: 1, zeroPoint: 3)
    Rejection(
      .c1, layer, [zero(.uint8, moved, [1, 1, 1, 1]), zero(.uint8, moved, [1, 1, 1, 1])],
      "'weights' with a zero point must be constant", quantization: moved, constantInputs: [])
    Rejection(.c2, layer, [image, tensor([1, 2, 3] as [Float], [1, 1, 1, 3])], "no multiple")
    Rejection(
      .c3, layer, [image, filter, tensor([1] as [Float])], "'bias' has 1 elements, needs 2")
    wideBias(layer, [[1, 1, 1, 1], [1, 1, 1, 1], [1]])
    for (types, message) in [
      ([.int8, .uint8, .int8], "input int8, weights uint8 and output int8 do not go together"),
      ([.uint8, .int4, .uint8], "input uint8, weights int4 and output uint8 do not go together"),
      ([.int16, .int8, .int8], "input int16, weights int8 and output int8 do not go together"),
    ] as [([ElementType], String)] {
      Rejection(.c4, layer, types: types, shapes: [[1, 1, 1, 4], [1, 1, 1, 4]], message)
    }
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let x = tensor([1, 2] as [Int8], [1, 1, 1, 2], plain)
    let weights = tensor(
      [1, 2, 3, 4] as [Int8], [1, 2, 1, 2],
      Quantization(scales: [1, 1], zeroPoints: [0, 0], axis: 1))
    Rejection(
      .c4, DepthwiseConv2D(padding: .same), [x, weights], "along axis 1, not 3", quantization: plain
    )
  }

  @RejectionTable private static var transposeConv: [Rejection] {
    let layer = TransposeConv(padding: .valid)
    let shape = control([1, 2, 1, 1])
    let filter = tensor([3, 5] as [Float], [1, 2, 1, 1])
    let pixel = tensor([2] as [Float], [1, 1, 1, 1])
    Rejection(.c1, layer, [shape, filter, pixel], "'shape' must be constant", constantInputs: [1])
    for wrong in [control([2, 1, 1]), control([2, 2, 1, 1]), control([1, 2, 1, 2])] {
      Rejection(.c1, layer, [wrong, filter, pixel], "does not fit input")
    }
    Rejection(.c1, layer, [control([1, 9, 9, 1]), filter, pixel], "does not fit input size 1")
    Rejection(
      .c2, layer, [shape, filter, tensor([2] as [Float], [1, 1, 1])], "must have rank 4 and agree")
    Rejection(
      .c2, layer, [shape, tensor([1, 2] as [Float], [1, 1, 1, 2]), pixel],
      "must have rank 4 and agree")
    Rejection(
      .c2, layer, [shape, tensor([] as [Float], [1, 0, 1, 1]), pixel], "must have rank 4 and agree")
    Rejection(
      .c3, layer, [shape, filter, pixel, tensor([1, 2] as [Float])],
      "'bias' has 2 elements, needs 1")
    Rejection(
      .c3, layer,
      [
        control([1, 1, 1, 1]), zero(.int8, whole, [1, 1, 1, 1]), zero(.int16, whole, [1, 1, 1, 1]),
        zero(.int32),
      ], "'bias' beside int16 must be constant", quantization: whole, constantInputs: [0, 1])
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let x = tensor([1] as [UInt8], [1, 1, 1, 1], plain)
    Rejection(
      .c4, layer, [shape, tensor([3, 5] as [Int8], [1, 2, 1, 1], plain), x],
      "input uint8, weights int8 and output uint8 do not go together", quantization: plain)
    Rejection(
      .c4, layer, [shape, filter, pixel, tensor([1] as [Int32])], "'bias' is int32, needs float32")
  }

  @RejectionTable private static var conv3D: [Rejection] {
    let layer = Conv3D(VolumeWindow(padding: .valid))
    let volume = tensor([1, 2, 3, 4] as [Float], [1, 2, 2, 1, 1])
    let filter = tensor([2] as [Float], [1, 1, 1, 1, 1])
    Rejection(.c1, layer, [tensor([1] as [Float], [1, 1, 1, 1]), filter], "must have rank 5")
    Rejection(.c1, layer, [volume, tensor([1] as [Float], [1, 1, 1, 1])], "must have rank 5")
    Rejection(
      .c1, layer, [volume, tensor([1, 2] as [Float], [1, 1, 1, 2, 1])], "agree on channels")
    Rejection(.c1, layer, [volume, tensor([] as [Float], [0, 1, 1, 1, 1])], "must have rank 5")
    Rejection(
      .c2, layer, [volume, filter, tensor([1, 2] as [Float])], "'bias' has 2 elements, needs 1")
  }

  @RejectionTable private static var conv3DTranspose: [Rejection] {
    let layer = Conv3DTranspose(VolumeWindow(padding: .valid))
    let shape = control([1, 2, 1, 1, 1])
    let filter = tensor([3, 5] as [Float], [2, 1, 1, 1, 1])
    let pixel = tensor([2] as [Float], [1, 1, 1, 1, 1])
    Rejection(.c1, layer, [shape, filter, pixel], "'shape' must be constant", constantInputs: [1])
    Rejection(.c1, layer, [control([1, 2, 1, 1]), filter, pixel], "has 4 elements, must have 5")
    for wrong in [
      control([2, 2, 1, 1, 1]), control([1, 2, 1, 1, 2]), control([1, 9, 1, 1, 1]),
    ] {
      Rejection(.c1, layer, [wrong, filter, pixel], "does not fit input")
    }
    Rejection(.c1, layer, [control([1, -2, 1, 1, 1]), filter, pixel], "is not valid")
    for other in [
      tensor([2] as [Float], [1, 1, 1, 1]), tensor([2, 3] as [Float], [1, 1, 1, 1, 2]),
    ] {
      Rejection(.c2, layer, [shape, filter, other], "must have rank 5 and agree")
    }
    Rejection(
      .c2, layer, [shape, tensor([] as [Float], [0, 1, 1, 1, 1]), pixel], "must have rank 5")
    Rejection(
      .c3, layer, [shape, filter, pixel, tensor([1, 2] as [Float])],
      "'bias' has 2 elements, needs 1")
  }
}
