// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct ShapeOfTests {
  @Test func givesDimensions() {
    let input = tensor(counting(6, as: Int8.self), [2, 3])
    expect(ShapeOf(), [input], gives: [2, 3] as [Int32], shape: [2])
    expect(ShapeOf(resultType: .int64), [input], gives: [2, 3] as [Int64], shape: [2])
    expect(ShapeOf(), [tensor([1] as [Float], [])], gives: [] as [Int32], shape: [0])
  }
}
