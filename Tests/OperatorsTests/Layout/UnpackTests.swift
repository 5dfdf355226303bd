// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct UnpackTests {
  let input = tensor(counting(6, as: Int32.self), [2, 3])

  @Test func slicesEachAxis() throws {
    let rows = try evaluate(Unpack(axis: 0, count: 2), [input], resultCount: 2)
    #expect(rows.map { $0.elements(as: Int32.self) } == [[0, 1, 2], [3, 4, 5]])
    let columns = try evaluate(Unpack(axis: -1, count: 3), [input], resultCount: 3)
    #expect(columns.map { $0.elements(as: Int32.self) } == [[0, 3], [1, 4], [2, 5]])
    #expect(columns[0].shape.dimensions == [2])
  }
}
