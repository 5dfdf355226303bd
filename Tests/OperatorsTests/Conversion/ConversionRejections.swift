// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// What conversions of types refuse.
enum ConversionRejections {
  @RejectionTable static var table: [Rejection] {
    bitcast
    cast
    densify
    dequantize
    fakeQuant
    quantize
  }

  @RejectionTable private static var bitcast: [Rejection] {
    Rejection(
      .c1, Bitcast(), [tensor([1] as [Float])], "cannot cast the bits of float32 to int8",
      resultTypes: [.int8])
    Rejection(
      .c1, Bitcast(resultType: .int4), [tensor([1] as [Int8])], "cast the bits of int8 to int4")
    for shape in [[], [1], [3]] {
      Rejection(
        .c2, Bitcast(resultType: .int32), [zero(.int16, nil, shape)], "must be 2, for elements")
    }
    Rejection(
      .c3, Bitcast(resultType: .uint8), [tensor([1] as [Int8])], "output is int8, must be uint8",
      resultTypes: [.int8])
  }

  @RejectionTable private static var cast: [Rejection] {
    Rejection(
      .c1, Cast(resultType: .int8), [tensor([1] as [Float])], "output is int32, must be int8",
      resultTypes: [.int32])
  }

  @RejectionTable private static var densify: [Rejection] {
    Rejection(.c1, Densify(), [tensor([1] as [Float])], "must be constant", constantInputs: [])
    Rejection(
      .c2, Densify(), [tensor([1] as [Float])], "output is int8, must be float32",
      resultTypes: [.int8])
  }

  @RejectionTable private static var dequantize: [Rejection] {
    for (scales, axis, part) in [
      ([1, 1, 1], 0, "3 scales along axis 0 of [2, 2]"), ([1, 1], 2, "along axis 2"),
      ([1, -1], 0, "scale 1 is -1"),
    ] as [([Float], Int, String)] {
      let weights = tensor(
        [4, 5, 6, 7] as [Int8], [2, 2],
        Quantization(scales: scales, zeroPoints: [0], axis: axis))
      Rejection(.c1, Dequantize(), [weights], part)
    }
    Rejection(.c1, Dequantize(), [tensor([1] as [Int8])], "has no scale")
    let input = tensor([1] as [Int8], [1], Quantization(scale: 0, zeroPoint: 0))
    Rejection(.c1, Dequantize(), [input], "scale 0 is 0", constantInputs: [])
  }

  @RejectionTable private static var quantize: [Rejection] {
    let plain = Quantization(scale: 1, zeroPoint: 0)
    // What LiteRT refuses, too.
    for (input, output) in [
      (.float32, .int32), (.int8, .int32), (.uint8, .int32), (.int16, .uint8), (.int32, .uint8),
      (.int32, .int32),
    ] as [(ElementType, ElementType)] {
      Rejection(
        .c1, Quantize(), types: [input, output], shapes: [[1]],
        "\(input.name) gives no \(output.name)")
    }
    let channels = Quantization(scales: [1, 2], zeroPoints: [0, 0])
    for (input, output) in [(channels, plain), (plain, channels)] {
      Rejection(
        .c2, Quantize(), [tensor([1, 2] as [Int8], [2], input)], "has 2 scales, must have one",
        resultTypes: [.int8], quantization: output)
    }
    Rejection(
      .c2, Quantize(), [tensor([1] as [Int8])], "'input' is int8 but has no scale",
      resultTypes: [.int8],
      quantization: plain)
    Rejection(
      .c2, Quantize(), [tensor([1] as [Int8], [1], plain)], "'output' is int8 but has no scale",
      resultTypes: [.int8])
    Rejection.zeroPoints(.c2, Quantize())
    let input = tensor([1, 2, 3] as [Float], [1, 3])
    for (axis, part) in [
      (0, "2 scales along axis 0 of [1, 3]"), (1, "2 scales along axis 1 of [1, 3]"),
      (2, "2 scales along axis 2 of [1, 3]"),
    ] {
      Rejection(
        .c3, Quantize(), [input], part, resultTypes: [.int8],
        quantization: Quantization(scales: [1, 2], zeroPoints: [0, 0], axis: axis))
    }
  }

  @RejectionTable private static var fakeQuant: [Rejection] {
    let input = tensor([1] as [Float])
    for (minimum, maximum) in [
      (0, 0), (1, 0), (0, .infinity), (-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude),
      (.nan, 1), (0, 1e-38), (0, .leastNonzeroMagnitude),
    ] as [(Float, Float)] {
      Rejection(
        .c1, FakeQuant(minimum: minimum, maximum: maximum), [input], "are no range to divide")
    }
    for count in [1, 17, -1, Int(Int32.max)] {
      Rejection(
        .c2, FakeQuant(minimum: 0, maximum: 1, bitCount: count), [input], "allowed 2 to 16")
    }
  }
}
