// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Random numbers, each as likely as any other in [0, 1).
///
/// `y[i…] = (bits mod 2²³) / 2²³`
///
/// | operand  | type    | shape    |
/// |----------|---------|----------|
/// | `shape`  | int32   | `[rank]` |
/// | `output` | float32 | as asked |
///
/// The numbers go on from inference to inference; equal seeds give equal ones, bit for bit those of
/// TensorFlow, which the reference gives for seeds of 32 bits. Without seeds, both 0, they follow from
/// the model instance's.
///
/// Constraints:
/// - C1: `shape` is a vector of valid dimensions.
///
/// Source: TensorFlow Lite operator RANDOM_UNIFORM; TensorFlow `tf.raw_ops.RandomUniform`.
package struct RandomUniform: RandomTensor {
  package static let builtin = BuiltinOperator.randomUniform
  package static let kernel = "f32_random_uniform"

  package var seeds: RandomSeeds

  package init(seeds: RandomSeeds) {
    self.seeds = seeds
  }

  package static func numbers(of block: Philox.Block) -> (Float, Float, Float, Float) {
    (unitFloat(block.0), unitFloat(block.1), unitFloat(block.2), unitFloat(block.3))
  }
}
