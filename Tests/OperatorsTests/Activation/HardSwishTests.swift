// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct HardSwishTests {
  @Test func refusesMixedTypes() {  // C1
    expectMixedTypeRefusals(HardSwish())
  }

  /// LiteRT runs a scale of 127.99 and refuses one of 128.
  @Test func refusesScalesFarApart() throws {  // C2
    let output = Quantization(scale: 1, zeroPoint: 0)
    for type in [ElementType.int8, .uint8] {
      for scale in [128, 1000] as [Float] {
        expectRefusal(
          HardSwish(), [zero(type, Quantization(scale: scale, zeroPoint: 0))],
          "must be less than 128 times", quantization: output)
      }
      let near = zero(type, Quantization(scale: 127.99, zeroPoint: 0))
      _ = try evaluate(HardSwish(), [near], quantization: output)
    }
  }
}
