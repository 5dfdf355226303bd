// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct TopKV2Tests {
  private func top<Element: TensorElement & Equatable>(
    _ values: [Element], _ shape: [Int], k: Int
  ) throws -> ([Element], [Int32]) {
    let results = try evaluate(
      TopKV2(), [tensor(values, shape), control([k], [])], resultCount: 2)
    return (results[0].elements(as: Element.self), results[1].elements(as: Int32.self))
  }

  @Test func ordersRows() throws {
    let (values, indices) = try top([1, 5, 5, 2, 9, -3, 0, 7] as [Float], [2, 4], k: 3)
    #expect(values == [5, 5, 2, 9, 7, 0])
    #expect(indices == [1, 2, 3, 0, 3, 2])
  }

  @Test func putsNotANumberLast() throws {
    let (_, indices) = try top([.nan, -1, .nan, -.infinity] as [Float], [4], k: 4)
    #expect(indices == [1, 3, 0, 2])
  }

  /// Against sorting all elements by value, then place.
  @Test(arguments: [0, 1, 7, 100]) func agreesWithSorting(k: Int) throws {
    let values = (0..<100).map { Int8(truncatingIfNeeded: $0 * $0 * 37 % 64) }
    let sorted = (0..<100).sorted { (-Int(values[$0]), $0) < (-Int(values[$1]), $1) }.prefix(k)
    let (found, indices) = try top(values, [100], k: k)
    #expect(indices == sorted.map { Int32($0) })
    #expect(found == sorted.map { values[$0] })
  }

  @Test func writesNarrowIndices() throws {
    let results = try evaluateDirectly(
      TopKV2(), inputs: [tensor([1, 3, 2] as [Int64]), tensor([2] as [Int16], [])],
      results: [ResultKind(.int64), ResultKind(.int16)])
    #expect(results[1].elements(as: Int16.self) == [1, 2])
  }
}
