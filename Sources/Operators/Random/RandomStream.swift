// SPDX-License-Identifier: Apache-2.0
import CKernels

/// The generator Philox 4×32 of ten rounds: numbers that a key and the places of a counter tell.
///
/// Source: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (2011); TensorFlow's order of
/// key and counter.
package struct Philox {
  /// Four numbers of 32 bits.
  package typealias Block = (UInt32, UInt32, UInt32, UInt32)

  private let key: UInt64
  /// The lower and the upper half of 128 bits.
  private var counter: (UInt64, UInt64)

  /// - Parameters:
  ///   - seed: the key.
  ///   - seed2: the upper half of the counter.
  package init(seed: UInt64, seed2: UInt64) {
    key = seed
    counter = (0, seed2)
  }

  /// Leaves out so many blocks.
  package mutating func skip(_ count: UInt64) {
    let (sum, overflow) = counter.0.addingReportingOverflow(count)
    counter = (sum, overflow ? counter.1 &+ 1 : counter.1)
  }

  /// The next block.
  package mutating func next() -> Block {
    var block: Block = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &block) {
      _ = philox_words(
        key, counter.0, counter.1, $0.baseAddress!.assumingMemoryBound(to: UInt32.self), 4)
    }
    skip(1)
    return block
  }
}

/// The numbers that one operator of a model instance draws, from inference to inference.
package final class RandomStream {
  private let ownSeeds: (UInt64, UInt64)
  /// Nil before the first number.
  private var generator: Philox?

  /// - Parameters:
  ///   - seed: the model instance's, for operators that have none.
  ///   - number: tells the streams of one instance apart.
  package init(seed: UInt64, number: Int) {
    ownSeeds = (seed, UInt64(number))
  }

  /// Begins anew.
  package func restart() {
    generator = nil
  }

  /// Draws from where the last use ended.
  ///
  /// - Parameter seeds: the operator's; without any, both 0, the instance's.
  func draw(_ seeds: RandomSeeds, _ body: (inout Philox) -> Void) {
    var current =
      generator
      ?? (seeds.first == 0 && seeds.second == 0
        ? Philox(seed: ownSeeds.0, seed2: ownSeeds.1)
        : Philox(
          seed: UInt64(bitPattern: seeds.first), seed2: UInt64(bitPattern: seeds.second)))
    body(&current)
    generator = current
  }
}

/// The seeds of an operator; both 0 for none.
package struct RandomSeeds: Hashable, Sendable {
  package var first: Int64
  package var second: Int64

  package init(_ first: Int64 = 0, _ second: Int64 = 0) {
    (self.first, self.second) = (first, second)
  }
}

/// A number in [0, 1), by the lower 23 bits.
func unitFloat(_ bits: UInt32) -> Float {
  Float(bitPattern: 127 << 23 | bits & 0x7F_FFFF) - 1
}
