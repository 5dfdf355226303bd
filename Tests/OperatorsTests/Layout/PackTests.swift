// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct PackTests {
  @Test(arguments: [0, 1, 2, -1])
  func stacks(axis: Int) {
    let (a, b) = (counting(6, as: Int16.self), counting(6, as: Int16.self).map { $0 + 10 })
    let position = axis < 0 ? axis + 3 : axis
    var shape = [2, 3]
    shape.insert(2, at: position)
    let expected = indices(of: shape).map { index -> Int16 in
      var source = index
      return (source.remove(at: position) == 0 ? a : b)[place(source, in: [2, 3])]
    }
    expect(
      Pack(axis: axis), [tensor(a, [2, 3]), tensor(b, [2, 3])], gives: expected, shape: shape)
  }

  @Test func stacksScalars() {
    expect(
      Pack(axis: 0), [tensor([1] as [Int32], []), tensor([2] as [Int32], [])],
      gives: [1, 2] as [Int32], shape: [2])
  }
}
