// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct UniqueTests {
  @Test func findsDistinct() throws {
    let results = try evaluateDirectly(
      Unique(indexType: .int64), inputs: [tensor([3, -1, 3, 0, -0.0, -1] as [Float])],
      results: [ResultKind(.float32), ResultKind(.int64)])
    #expect(results[0].elements(as: Float.self) == [3, -1, 0])
    #expect(results[1].elements(as: Int64.self) == [0, 1, 0, 2, 2, 1])
  }
}
