// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BitcastTests {
  @Test func keepsBits() throws {
    let result = try evaluateDirectly(
      Bitcast(), inputs: [tensor([1, -2] as [Float])], results: [ResultKind(.uint32)])
    #expect(result[0].elements(as: UInt32.self) == [0x3F80_0000, 0xC000_0000])
  }

  @Test func splitsAndJoinsElements() {
    let words = tensor([0x0403_0201, 5] as [Int32])
    let bytes = [1, 2, 3, 4, 5, 0, 0, 0] as [UInt8]
    expect(Bitcast(resultType: .uint8), [words], gives: bytes, shape: [2, 4])
    expect(
      Bitcast(resultType: .int32), [tensor(bytes, [2, 4])], gives: [0x0403_0201, 5] as [Int32],
      shape: [2])
  }
}
