// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct PhiloxTests {
  private func hex(_ block: Philox.Block) -> [String] {
    [block.0, block.1, block.2, block.3].map { String($0, radix: 16) }
  }

  /// The known answers of the authors' own library, Random123: philox4x32 of 10 rounds.
  @Test func givesKnownAnswers() {
    var zero = Philox(seed: 0, seed2: 0)
    #expect(hex(zero.next()) == ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"])
    var ones = Philox(seed: .max, seed2: .max)
    ones.skip(.max)
    #expect(hex(ones.next()) == ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"])
  }

  /// All 64 bits of seeds count, as in TensorFlow 2.21, which gave these numbers.
  @Test func takesWideSeeds() throws {
    let operation = RandomUniform(seeds: RandomSeeds(1 << 62 + 1, -9))
    let result = try evaluate(operation, [control([4])])[0]
    #expect(result.elements() == [Float(0.7912586), 0.9655788, 0.04380226, 0.881835])
  }

  /// The counter's lower half carries into its upper one.
  @Test func carriesOver() {
    var generator = Philox(seed: 5, seed2: 8)
    generator.skip(.max)
    _ = generator.next()
    var other = Philox(seed: 5, seed2: 9)
    #expect(hex(generator.next()) == hex(other.next()))
  }
}
