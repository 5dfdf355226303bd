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

  @Test func refusesOperands() {  // C1
    expectRefusal(
      Unique(), [tensor([1] as [Int32], [1, 1])], "must be a vector", resultCount: 2)
    expectRefusal(
      Unique(), [tensor([1] as [Int32])], "must be constant", resultCount: 2, constantInputs: [])
  }

  @Test func refusesOtherResults() {  // C2
    expectRefusal(Unique(indexType: .float32), [control([1])], "allowed", resultCount: 2)
    #expect(throws: OperatorError.self) {
      try evaluateDirectly(
        Unique(indexType: .int64), inputs: [control([1])],
        results: [ResultKind(.int32), ResultKind(.int32)])
    }
  }
}
