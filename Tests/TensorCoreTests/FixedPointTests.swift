// SPDX-License-Identifier: Apache-2.0
import TensorCore
import Testing

@Suite struct FixedPointTests {
  /// Mantissa · 2³¹ rounded half away from zero, exponent as of `frexp`; worked out by hand.
  @Test(
    arguments: [
      (0.0, 0, 0), (0.5, 1_073_741_824, 0), (1.0, 1_073_741_824, 1), (0.25, 1_073_741_824, -1),
      (0.75, 1_610_612_736, 0),
      // 1 − 2⁻⁴⁰ rounds up to 1, which renormalizes.
      (0.999_999_999_999_090_5, 1_073_741_824, 1),
      // 1 − 2⁻³¹ is exact, 1 − 2⁻³² a half: away from zero, to 1.
      (0x1.fffffffcp-1, 2_147_483_647, 0), (0x1.fffffffep-1, 1_073_741_824, 1),
      // The smallest that is kept, and the largest that is not.
      (0x1p-32, 1_073_741_824, -31), (0x1.fffffcp-33, 0, 0),
      (2_147_483_647, 2_147_483_647, 31), (0x1p31, 2_147_483_647, 31),
      (0x1p40, 2_147_483_647, 31),
    ] as [(Double, Int, Int)]) func nearestMultiplier(factor: Double, mantissa: Int, shift: Int)
  {
    let multiplier = FixedPointMultiplier(factor)
    #expect(Int(multiplier.mantissa) == mantissa)
    #expect(Int(multiplier.shift) == shift)
  }

  /// Against the definition in wider integers: the high product is ⌊(x · m + 2³⁰) / 2³¹⌋, the shift
  /// rounds halves away from zero.
  @Test(arguments: -8...3) func multipliesByDefinition(shift: Int) {
    for mantissa in [1 << 30, 1_431_655_765, 1_610_612_736, 2_000_000_001, (1 << 31) - 1] {
      let multiplier = FixedPointMultiplier(mantissa: Int32(mantissa), shift: Int32(shift))
      for x in -2048...2047 {
        let high = ((x << max(shift, 0)) * mantissa + (1 << 30)) >> 31
        let wanted = Self.divided(high, byPowerOfTwo: max(-shift, 0))
        #expect(Int(multiplier.apply(to: Int32(x))) == wanted)
      }
    }
  }

  private static func divided(_ x: Int, byPowerOfTwo exponent: Int) -> Int {
    let divisor = 1 << exponent
    let magnitude = (abs(x) + divisor / 2) / divisor
    return x < 0 ? -magnitude : magnitude
  }

  @Test func saturatesTheOneOverflow() {
    #expect(saturatingRoundingDoublingHighMultiply(.min, .min) == .max)
    #expect(saturatingRoundingDoublingHighMultiply(.min, .max) == -.max)
  }

  /// Halves at every sign and size of 8 bits.
  @Test(arguments: 0...7) func dividesHalvesAwayFromZero(exponent: Int) {
    for x in -256...255 {
      let found = roundingDivideByPowerOfTwo(Int32(x), exponent: Int32(exponent))
      #expect(Int(found) == Self.divided(x, byPowerOfTwo: exponent))
    }
  }
}
