// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct Atan2Tests {
  /// π/4 = 0.785398 lies between the bfloat16 0.78515625 (0x3F49) and 0.7890625; −π = −3.14159
  /// between −3.140625 (0xC049) and −3.15625.
  @Test func takesBfloat16() throws {
    let y = DirectTensor([0x3F80, 0x8000] as [UInt16], type: .bfloat16, shape: Shape([2]))
    let x = DirectTensor([0x3F80, 0xBF80] as [UInt16], type: .bfloat16, shape: Shape([2]))
    let result = try evaluate(Atan2(), [y, x])[0]
    #expect(result.elements(as: UInt16.self) == [0x3F49, 0xC049])
  }
}
