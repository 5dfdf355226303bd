// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Random numbers with a normal distribution of mean 0 and deviation 1.
///
/// `y[2i] = sin(2π · v) · √(−2 · ln u), y[2i + 1] = cos(2π · v) · √(−2 · ln u)`, u and v uniform in
/// [0, 1), u at least 10⁻⁷.
///
/// | operand  | type    | shape    |
/// |----------|---------|----------|
/// | `shape`  | int32   | `[rank]` |
/// | `output` | float32 | as asked |
///
/// Seeds as of ``RandomUniform``. Functions are rounded once to float32, so numbers are those of the
/// reference but for units in the last place.
///
/// Constraints:
/// - C1: `shape` is a vector of valid dimensions.
///
/// Source: TensorFlow Lite operator RANDOM_STANDARD_NORMAL; Box and Muller (1958).
package struct RandomStandardNormal: RandomTensor {
  package static let builtin = BuiltinOperator.randomStandardNormal
  package static let kernel = "f32_random_normal"

  package var seeds: RandomSeeds

  package init(seeds: RandomSeeds) {
    self.seeds = seeds
  }

  package static func numbers(of block: Philox.Block) -> (Float, Float, Float, Float) {
    let (first, second) = (pair(block.0, block.1), pair(block.2, block.3))
    return (first.0, first.1, second.0, second.1)
  }

  private static func pair(_ u: UInt32, _ v: UInt32) -> (Float, Float) {
    let logarithm = Float(Elementary.log(Double(max(unitFloat(u), 1e-7))))
    let radius = (-2 * logarithm).squareRoot()
    let angle = Double(Float(2 * Double.pi * Double(unitFloat(v))))
    return (Float(Elementary.sin(angle)) * radius, Float(Elementary.cos(angle)) * radius)
  }
}
