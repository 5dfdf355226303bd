// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What activations and normalizations refuse.
enum ActivationRejections {
  @RejectionTable static var table: [Rejection] {
    types
    slopes
    scalars
    resultScales
    inputScales
    localResponse
    Rejection.zeroPoints(.c1, Gelu())
    Rejection.zeroPoints(.c1, LeakyRelu(alpha: 0.1))
    Rejection.zeroPoints(.c1, Relu())
    Rejection.zeroPoints(.c1, Relu6())
    for function in [1, 3] as [UInt8] {
      Rejection(.c4, of: L2Normalization.self, "a fused activation is not supported") {
        _ = try read(L2Normalization.self, .l2Norm, field: 0, value: [function])
      }
    }
  }

  private static let plain = Quantization(scale: 1, zeroPoint: 0)

  @RejectionTable private static var types: [Rejection] {
    Rejection.mixedTypes(.c1, Elu())
    Rejection.mixedTypes(.c1, Gelu())
    Rejection.mixedTypes(.c1, HardSwish())
    Rejection.mixedTypes(.c1, LeakyRelu(alpha: 0.1))
    Rejection.mixedTypes(.c1, Logistic())
    Rejection.mixedTypes(.c1, Relu())
    Rejection.mixedTypes(.c1, Relu0To1())
    Rejection.mixedTypes(.c1, Relu6())
    Rejection.mixedTypes(.c1, ReluN1To1())
    Rejection.mixedTypes(.c1, Tanh())
    Rejection.mixedTypes(.c2, L2Normalization())
    Rejection.mixedTypes(.c2, LogSoftmax())
    Rejection.mixedTypes(.c2, Prelu(), inputCount: 2)
    for (input, output) in [
      (.float32, .int8), (.float32, .int16), (.int8, .float32), (.int8, .uint8), (.uint8, .int8),
      (.uint8, .float32), (.int16, .float32), (.int16, .int8), (.int16, .uint8),
    ] as [(ElementType, ElementType)] {
      Rejection(
        .c2, Softmax(), types: [input, output], shapes: [[1]],
        "\(input.name) gives no \(output.name)")
    }
  }

  @RejectionTable private static var slopes: [Rejection] {
    for alpha in [Float.nan, .infinity, -.infinity] {
      Rejection(.c2, LeakyRelu(alpha: alpha), [tensor([1] as [Float])], "must be finite")
    }
    let (one, two) = (tensor([1] as [Float]), tensor([1, 2] as [Float]))
    Rejection(.c1, Prelu(), [one, two], "'slope' [2] does not broadcast to 'input' [1]")
    Rejection(.c1, Prelu(), [two, tensor([1, 2, 3] as [Float])], "do not broadcast")
    Rejection(.c1, Prelu(), [two, tensor([1] as [Float], [1, 1])], "does not broadcast")
  }

  @RejectionTable private static var scalars: [Rejection] {
    let scalar = tensor([1] as [Float], [])
    let part = "input is a scalar, must have at least one axis"
    Rejection(.c1, L2Normalization(), [scalar], part)
    Rejection(.c1, LogSoftmax(), [scalar], part)
    Rejection(.c1, Softmax(), [scalar], part)
  }

  @RejectionTable private static var resultScales: [Rejection] {
    for (type, scale, zeroPoint) in [
      (.int8, 1, 0), (.int8, 1 / 128, 1), (.uint8, 1, 128), (.uint8, 1 / 128, 0),
    ] as [(ElementType, Float, Int)] {
      Rejection(
        .c3, L2Normalization(), [zero(type, plain)], "must have 0.0078125",
        quantization: Quantization(scale: scale, zeroPoint: zeroPoint))
    }
    for (type, scale, zeroPoint) in [
      (.int8, 1, 127), (.int8, 1 / 16, 126), (.uint8, 1, 255), (.uint8, 1 / 16, 127),
    ] as [(ElementType, Float, Int)] {
      Rejection(
        .c3, LogSoftmax(), [zero(type, plain)], "must have 0.0625",
        quantization: Quantization(scale: scale, zeroPoint: zeroPoint))
    }
    for (type, scale, zeroPoint) in [
      (.int8, 1.01 / 256, -128), (.int8, 1 / 256, 0), (.int16, 1.01 / 32768, 0),
    ] as [(ElementType, Float, Int)] {
      Rejection(
        .c3, Softmax(), [zero(type, plain)],
        "output has scale \(scale) and zero point \(zeroPoint), must have",
        quantization: Quantization(scale: scale, zeroPoint: zeroPoint))
    }
    for (type, scale) in [
      (.int8, 1 / 128), (.uint8, 1 / 255), (.int16, 1 / 256),
    ] as [(ElementType, Float)] {
      Rejection(
        .c2, Logistic(), [zero(type, plain)], "the output's scale is \(scale), must be",
        quantization: Quantization(scale: scale, zeroPoint: 0))
    }
    Rejection(
      .c2, Tanh(), [zero(.int16, plain)], "the output's scale is 0.0078125, must be",
      quantization: Quantization(scale: 1 / 128, zeroPoint: 0))
  }

  @RejectionTable private static var inputScales: [Rejection] {
    // LiteRT refuses 128, too, and runs 127.99.
    for type in [ElementType.int8, .uint8] {
      for scale in [128, 1000] as [Float] {
        Rejection(
          .c2, HardSwish(), [zero(type, Quantization(scale: scale, zeroPoint: 0))],
          "must be less than 128 times", quantization: plain)
      }
    }
    for beta in [-1, .nan] as [Float] {
      for (type, zeroPoint) in [(ElementType.int8, -128), (.uint8, 0)] {
        Rejection(
          .c4, Softmax(beta: beta), [zero(type, Quantization(scale: 1, zeroPoint: 0))],
          "must not be negative",
          quantization: Quantization(scale: 1 / 256, zeroPoint: zeroPoint))
      }
    }
  }

  @RejectionTable private static var localResponse: [Rejection] {
    for shape in [[1], [1, 1, 1], [1, 1, 1, 1, 1]] {
      Rejection(
        .c1, LocalResponseNormalization(radius: 1, bias: 1, alpha: 1, beta: 1),
        [zero(.float32, nil, shape)], "must have 4 axes")
    }
    Rejection(
      .c2, LocalResponseNormalization(radius: -1, bias: 1, alpha: 1, beta: 1),
      [zero(.float32, nil, [1, 1, 1, 1])], "radius is -1, must be at least 0")
  }
}
