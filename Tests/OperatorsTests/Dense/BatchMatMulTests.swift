// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BatchMatMulTests {
  private let product = BatchMatMul()
  private let row = tensor([1, 2] as [Float], [1, 2])
  private let plain = Quantization(scale: 1, zeroPoint: 0)

  @Test func multipliesMatrices() {
    let matrix = tensor([1, 2, 3, 4] as [Float], [2, 2])
    expect(product, [row, matrix], gives: [7, 10] as [Float], shape: [1, 2])
  }

  @Test func refusesVectors() {  // C1
    expectRefusal(product, [tensor([1, 2] as [Float]), row], "must have rank 2 at least")
    expectRefusal(product, [row, tensor([1, 2] as [Float])], "must have rank 2 at least")
  }

  @Test func refusesDepthsThatDiffer() {  // C1
    expectRefusal(product, [row, row], "disagree on the depth")
  }

  @Test func refusesStacksThatDoNotBroadcast() {  // C2
    let two = tensor([1, 2, 3, 4] as [Float], [2, 1, 2])
    let three = tensor(counting(6).map { (n: Int32) in Float(n) }, [3, 2, 1])
    expectRefusal(product, [two, three], "do not broadcast")
  }

  @Test(
    arguments: [
      ([.int8, .float32, .int8], "input int8, weights float32 and output int8 do not go together"),
      ([.int8, .int16, .int8], "input int8, weights int16 and output int8 do not go together"),
      ([.int8, .int8, .float32], "input int8, weights int8 and output float32 do not go together"),
    ] as [([ElementType], String)])
  func refusesTypesThatDoNotGoTogether(types: [ElementType], message: String) {  // C3
    expectRefusal(product, types: types, shapes: [[1, 4], [4, 1]], message)
  }

  @Test func refusesUnknownInt8BesideFloat() {  // C3
    let y = tensor([1, 2] as [Int8], [2, 1], plain)
    expectRefusal(product, [row, y], "'y' is int8 but not constant", constantInputs: [])
  }

  @Test func refusesZeroPointsBesideInt16() {  // C3
    let x = tensor([1, 2] as [Int16], [1, 2], plain)
    let y = tensor([1, 2] as [Int8], [2, 1], Quantization(scale: 1, zeroPoint: 4))
    expectRefusal(product, [x, y], "zero point 4, must be 0", quantization: plain)
  }
}
