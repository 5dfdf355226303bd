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
}
