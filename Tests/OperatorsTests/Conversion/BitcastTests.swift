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
}
