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

  @Test func refusesAxis() {  // C1
    expectRefusal(Unpack(axis: 2, count: 1), [input], "out of range")
    expectRefusal(Unpack(axis: 0, count: 1), [tensor([1] as [Float], [])], "out of range")
  }

  @Test func refusesCount() {  // C2
    expectRefusal(Unpack(axis: 0, count: 3), [input], "num is 3", resultCount: 3)
    expectRefusal(Unpack(axis: 0, count: 2), [input], "1 outputs", resultCount: 1)
  }
}
