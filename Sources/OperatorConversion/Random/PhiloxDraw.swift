// SPDX-License-Identifier: Apache-2.0
import Operators

/// Random numbers that TensorFlow draws at once.
struct PhiloxDraw {
  let philox: Philox
  let count: Int

  /// Numbers of 32 bits.
  func words(_ count: Int) -> [UInt32] {
    var (philox, words) = (philox, [UInt32]())
    while words.count < count {
      let block = philox.next()
      words += [block.0, block.1, block.2, block.3]
    }
    return Array(words.prefix(count))
  }

  /// Four real numbers of each four words.
  func blocks(of numbers: (Philox.Block) -> (Float, Float, Float, Float)) -> [Float] {
    var (philox, result) = (philox, [Float]())
    while result.count < count {
      let block = numbers(philox.next())
      result += [block.0, block.1, block.2, block.3]
    }
    return Array(result.prefix(count))
  }

  /// Words that are set aside for four numbers, some of which are thrown away.
  private static let wordsForFour = 4 * 256

  /// Normal numbers less than two deviations off, four after the other.
  func truncated() -> [Float] {
    var result: [Float] = []
    for group in 0..<(count + 3) / 4 {
      var generator = philox
      generator.skip(UInt64(group * Self.wordsForFour / 4))
      var four: [Float] = []
      while four.count < 4 {
        let pairs = RandomStandardNormal.numbers(of: generator.next())
        four += [pairs.0, pairs.1, pairs.2, pairs.3].filter { abs($0) < 2 }
      }
      result += four.prefix(4)
    }
    return Array(result.prefix(count))
  }
}
