// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What a hostile file asks for is refused before it is computed or allocated.
struct LimitTests {
  /// Bytes for tensors whose elements are never read.
  private func shapeOnly(_ type: ElementType, _ shape: [Int]) -> DirectTensor {
    DirectTensor(
      type: type, shape: Shape(shape),
      bytes: UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: 64), count: 0))
  }

  private func refusal(_ body: () throws(OperatorError) -> Void) -> String {
    do {
      try body()
      return "nothing"
    } catch {
      return error.message
    }
  }

  /// 2²⁸ products of single numbers: 1 GiB of results, but no list of so many matrices.
  @Test func matricesOfABatchAreNotListed() {
    let message = refusal { () throws(OperatorError) in
      _ = try evaluateDirectly(
        BatchMatMul(),
        inputs: [
          shapeOnly(.float32, [1 << 14, 1, 1, 1]), shapeOnly(.float32, [1, 1 << 14, 1, 1]),
        ], results: [ResultKind(.float32)], constantInputs: [], byteLimit: 1 << 20)
    }
    #expect(message.contains("takes 1073741824 bytes, the limit is 1048576"))
  }

  /// Batches [2, 1] and [3] meet in [2, 3], by hand: xᵢ · yⱼ.
  @Test func broadcastBatchesMeetEachOther() {
    expect(
      BatchMatMul(),
      [tensor([Float(2), 3], [2, 1, 1, 1]), tensor([Float(5), 7, 11], [3, 1, 1])],
      gives: [Float(10), 14, 22, 15, 21, 33], shape: [2, 3, 1, 1], constantInputs: [])
  }

  /// The window spans 2³¹ lines of 2 GiB.
  @Test func hugeDilationsDoNotOverflow() {
    let operation = Conv2D(
      padding: .same, dilationHeight: Int(Int32.max), dilationWidth: Int(Int32.max))
    expectRefusal(
      operation,
      [
        tensor([Float(1), 2], [1, 1, 1, 2]), tensor([Float](repeating: 1, count: 8), [1, 2, 2, 2]),
      ],
      "too large")
  }

  /// A stride beyond the input gives one output, whatever it is.
  @Test func hugeStridesDoNotOverflow() {
    let operation = Conv2D(
      padding: .valid, strideHeight: Int(Int32.max), strideWidth: Int(Int32.max))
    expect(
      operation,
      [tensor([Float(1), 2, 3, 4], [1, 2, 2, 1]), tensor([Float(10)], [1, 1, 1, 1])],
      gives: [Float(10)], shape: [1, 1, 1, 1])
  }

  @Test func zeroPointsBeyondEveryTypeAreRefused() {
    let quantization = Quantization(scales: [1], zeroPoints: [.min], axis: 0)
    let message = refusal { () throws(OperatorError) in
      _ = try evaluateDirectly(
        Quantize(), inputs: [tensor([Float(1)])],
        results: [ResultKind(.int32, quantization: quantization)])
    }
    #expect(message.contains("zero point 0 is \(Int.min)"))
  }

  /// 2¹⁶ blocks are kept as a copy each.
  @Test func whatIsKeptIsLimited() {
    let message = refusal { () throws(OperatorError) in
      _ = try evaluateDirectly(
        SpaceToBatchND(),
        inputs: [
          shapeOnly(.int8, [1, 256, 256, 1]), control([256, 256]), control([0, 0, 0, 0], [2, 2]),
        ], results: [ResultKind(.int8)], constantInputs: [1, 2], byteLimit: 1 << 20)
    }
    #expect(message.hasPrefix("keeps 33554432 bytes"))
  }

  /// Weights of one output are packed as if they had 32.
  @Test func packedWeightsAreLimited() {
    let message = refusal { () throws(OperatorError) in
      _ = try evaluateDirectly(
        FullyConnected(),
        inputs: [
          shapeOnly(.float32, [1, 1 << 15]),
          tensor([Float](repeating: 1, count: 1 << 15), [1, 1 << 15]),
        ], results: [ResultKind(.float32)], constantInputs: [1], byteLimit: 1 << 20)
    }
    #expect(message.hasSuffix("bytes and 0 before, the limit is 1048576"))
  }

  /// No images, but lines of 2³⁰ numbers, of which one would be kept as padding.
  @Test func nothingIsPreparedForNoResults() throws {
    let results = try evaluateDirectly(
      DepthwiseConv2D(padding: .same),
      inputs: [shapeOnly(.float32, [0, 1, 1 << 30, 1]), tensor([Float(1)], [1, 1, 1, 1])],
      results: [ResultKind(.float32)], constantInputs: [1], byteLimit: 1 << 20)
    #expect(results[0].shape.dimensions == [0, 1, 1 << 30, 1])
  }
}
