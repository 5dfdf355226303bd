// SPDX-License-Identifier: Apache-2.0
import LiteFormat
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

  @Test(arguments: [-3, 2]) func refusesAxisOutOfRange(axis: Int) {  // C1
    expectRefusal(Pack(axis: axis), [tensor([1] as [Float])], "out of range")
  }

  @Test func refusesMixedOperands() {  // C2
    let a = tensor([1, 2] as [Float])
    expectRefusal(Pack(axis: 0), [a, tensor([1] as [Float])], "differ")
    expectRefusal(Pack(axis: 0), [a, tensor([1, 2] as [Int32])], "differ")
    let quantized = tensor([1] as [Int8], [1], Quantization(scale: 1, zeroPoint: 0))
    expectRefusal(Pack(axis: 0), [quantized], "scale and zero point")
  }

  @Test func refusesAnotherNumberOfValues() throws {  // C3
    let operation = try read(Pack.self, .pack, field: 0, value: [1, 0, 0, 0])
    let value = tensor([1] as [Float])
    expectRefusal(operation, [value, value], "values_count is 1, there are 2 values")
  }
}
