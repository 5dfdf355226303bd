// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct FullyConnectedTests {
  private let layer = FullyConnected()
  private let rows = tensor([1, 2, 3, 4] as [Float], [2, 2])
  private let weights = tensor([10, 1] as [Float], [1, 2])

  @Test func multipliesRows() {
    expect(layer, [rows, weights, nil], gives: [12, 34] as [Float], shape: [2, 1])
  }

  @Test func deadOutputsGiveTheZeroPoint() {
    // Output 0 has scale 0. Output 1: (1 · 2 + 4) · 0.5 = 3.
    let x = tensor([2] as [Int8], [1, 1], Quantization(scale: 1, zeroPoint: 0))
    let weights = tensor(
      [0, 1] as [Int8], [2, 1], Quantization(scales: [0, 0.5], zeroPoints: [0, 0]))
    expect(
      layer, [x, weights, tensor([9, 4] as [Int32])], gives: [-7, -4] as [Int8], shape: [1, 2],
      quantization: Quantization(scale: 1, zeroPoint: -7))
    // A whole layer may be dead.
    let none = tensor([0, 0] as [Int8], [2, 1], Quantization(scale: 0, zeroPoint: 0))
    expect(
      layer, [x, none], gives: [5, 5] as [Int8], shape: [1, 2],
      quantization: Quantization(scale: 1, zeroPoint: 5))
  }

  @Test func refusesOtherWeights() {  // C1
    expectRefusal(layer, [rows, tensor([1, 2] as [Float], [2])], "must have rank 2")
    expectRefusal(layer, [rows, tensor([] as [Float], [0, 2])], "must have rank 2 and elements")
    expectRefusal(layer, [rows, weights], "'weights' must be constant", constantInputs: [])
  }

  @Test func refusesShuffledWeights() throws {  // C1
    #expect(throws: FormatError.self) {
      try read(FullyConnected.self, .fullyConnected, field: 1, value: [1])
    }
  }

  @Test func refusesRowsOfAnotherLength() {  // C2
    expectRefusal(
      layer, [rows, tensor([1, 2, 3] as [Float], [1, 3])], "does not divide into rows of 3")
    // As rows of 4 it divides, but it does not end in 4 elements.
    expectRefusal(
      FullyConnected(keepsDimensions: true),
      [rows, tensor([1, 2, 3, 4] as [Float], [1, 4])], "does not end in 4 elements")
  }

  @Test func refusesBiasThatDoesNotFit() {  // C3
    expectRefusal(
      layer, [rows, weights, tensor([1, 2] as [Float])], "'bias' has 2 elements, needs 1")
    expectRefusal(
      layer, [rows, weights, tensor([1] as [Float])], "'bias' must be constant",
      constantInputs: [1])
  }

  @Test(
    arguments: [
      ([.int8, .uint8, .int8], "input int8, weights uint8 and output int8 do not go together"),
      ([.int8, .int16, .int8], "input int8, weights int16 and output int8 do not go together"),
      ([.int16, .int8, .int8], "input int16, weights int8 and output int8 do not go together"),
      ([.float32, .int16, .float32], "input float32, weights int16 and output float32 do not"),
    ] as [([ElementType], String)])
  func refusesTypesThatDoNotGoTogether(types: [ElementType], message: String) {  // C4
    expectRefusal(layer, types: types, shapes: [[1, 4], [1, 4]], message)
  }

  @Test func refusesChannelsWithZeroPoints() {  // C4
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let x = tensor([1] as [Int8], [1, 1], plain)
    let weights = tensor(
      [1, 2] as [Int8], [2, 1], Quantization(scales: [1, 1], zeroPoints: [0, 4]))
    expectRefusal(layer, [x, weights], "zero point 4, must be 0", quantization: plain)
  }
}
