// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What matrix products refuse.
enum DenseRejections {
  @RejectionTable static var table: [Rejection] {
    batchMatMul
    fullyConnected
  }

  @RejectionTable private static var batchMatMul: [Rejection] {
    let product = BatchMatMul()
    let row = tensor([1, 2] as [Float], [1, 2])
    let plain = Quantization(scale: 1, zeroPoint: 0)
    Rejection(.c1, product, [tensor([1, 2] as [Float]), row], "must have rank 2 at least")
    Rejection(.c1, product, [row, tensor([1, 2] as [Float])], "must have rank 2 at least")
    Rejection(.c1, product, [row, row], "disagree on the depth")
    let two = tensor([1, 2, 3, 4] as [Float], [2, 1, 2])
    let three = tensor(counting(6).map { (n: Int32) in Float(n) }, [3, 2, 1])
    Rejection(.c2, product, [two, three], "do not broadcast")
    for (types, message) in [
      ([.int8, .float32, .int8], "input int8, weights float32 and output int8 do not go together"),
      ([.int8, .int16, .int8], "input int8, weights int16 and output int8 do not go together"),
      ([.int8, .int8, .float32], "input int8, weights int8 and output float32 do not go together"),
    ] as [([ElementType], String)] {
      Rejection(.c3, product, types: types, shapes: [[1, 4], [4, 1]], message)
    }
    let y = tensor([1, 2] as [Int8], [2, 1], plain)
    Rejection(.c3, product, [row, y], "'y' is int8 but not constant", constantInputs: [])
    let x = tensor([1, 2] as [Int16], [1, 2], plain)
    let shifted = tensor([1, 2] as [Int8], [2, 1], Quantization(scale: 1, zeroPoint: 4))
    Rejection(.c3, product, [x, shifted], "zero point 4, must be 0", quantization: plain)
  }

  @RejectionTable private static var fullyConnected: [Rejection] {
    let layer = FullyConnected()
    let rows = tensor([1, 2, 3, 4] as [Float], [2, 2])
    let weights = tensor([10, 1] as [Float], [1, 2])
    Rejection(.c1, layer, [rows, tensor([1, 2] as [Float], [2])], "must have rank 2")
    Rejection(.c1, layer, [rows, tensor([] as [Float], [0, 2])], "must have rank 2 and elements")
    Rejection(.c1, of: FullyConnected.self, "shuffled weights are not supported") {
      _ = try read(FullyConnected.self, .fullyConnected, field: 1, value: [1])
    }
    Rejection(
      .c2, layer, [rows, tensor([1, 2, 3] as [Float], [1, 3])], "does not divide into rows of 3")
    // As rows of 4 it divides, but it does not end in 4 elements.
    Rejection(
      .c2, FullyConnected(keepsDimensions: true),
      [rows, tensor([1, 2, 3, 4] as [Float], [1, 4])], "does not end in 4 elements")
    Rejection(
      .c3, layer, [rows, weights, tensor([1, 2] as [Float])], "'bias' has 2 elements, needs 1")
    let plain = Quantization(scale: 1, zeroPoint: 0)
    Rejection(
      .c3, layer,
      [zero(.int16, plain, [1, 1]), zero(.int8, plain, [1, 1]), zero(.int32)],
      "'bias' beside int16 must be constant", quantization: plain, constantInputs: [1])
    for (types, message) in [
      ([.int8, .uint8, .int8], "input int8, weights uint8 and output int8 do not go together"),
      ([.int8, .int16, .int8], "input int8, weights int16 and output int8 do not go together"),
      ([.int16, .int8, .int8], "input int16, weights int8 and output int8 do not go together"),
      ([.float32, .int16, .float32], "input float32, weights int16 and output float32 do not"),
    ] as [([ElementType], String)] {
      Rejection(.c4, layer, types: types, shapes: [[1, 4], [1, 4]], message)
    }
    let x = tensor([1] as [Int8], [1, 1], plain)
    let channels = tensor(
      [1, 2] as [Int8], [2, 1], Quantization(scales: [1, 1], zeroPoints: [0, 4]))
    Rejection(.c4, layer, [x, channels], "zero point 4, must be 0", quantization: plain)
  }
}
