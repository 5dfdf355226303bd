// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct EmbeddingLookupTests {
  let table = tensor(counting(6, as: Int8.self), [3, 2])

  @Test func picksRows() {
    expect(
      EmbeddingLookup(), [control([2, 0]), table], gives: [4, 5, 0, 1] as [Int8], shape: [2, 2],
      constantInputs: [1])
  }

  @Test func scalesRows() throws {  // (4, 5) · 0.5 and (0, 1) · 2
    let scaled = tensor(
      counting(6, as: Int8.self), [3, 2],
      Quantization(scales: [2, 1, 0.5], zeroPoints: [0, 0, 0], axis: 0))
    let result = try evaluateDirectly(
      EmbeddingLookup(), inputs: [control([2, 0]), scaled], results: [ResultKind(.float32)])
    #expect(result[0].elements(as: Float.self) == [2, 2.5, 0, 2])
  }

  @Test func refusesRanks() {  // C1
    expectRefusal(EmbeddingLookup(), [control([0], [1, 1]), table], "must have one axis")
    expectRefusal(EmbeddingLookup(), [control([0]), tensor([1] as [Float])], "must have one axis")
  }

  @Test func refusesAbsurdSizes() {  // C2
    let row = tensor([Int8](repeating: 0, count: 1 << 16), [1, 1 << 16])
    expectRefusal(
      EmbeddingLookup(), [control([Int](repeating: 0, count: 1 << 16)), row], "not valid")
  }

  @Test func refusesOtherScales() {  // C3
    for quantization in [
      nil, Quantization(scale: 1, zeroPoint: 3),
      Quantization(scales: [1, 2], zeroPoints: [0, 0], axis: 1),
    ] {
      let table = tensor(counting(6, as: Int8.self), [3, 2], quantization)
      #expect(throws: OperatorError.self) {
        try evaluateDirectly(
          EmbeddingLookup(), inputs: [control([0]), table], results: [ResultKind(.float32)])
      }
    }
    #expect(throws: OperatorError.self) {
      try evaluateDirectly(
        EmbeddingLookup(), inputs: [control([0]), table], results: [ResultKind(.int32)])
    }
  }

  @Test(arguments: [-1, 3]) func refusesIndex(index: Int) {  // C4
    expectRefusal(EmbeddingLookup(), [control([index]), table], "allowed 0 to 2")
  }
}
