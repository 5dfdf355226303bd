// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The boxes of the highest scores that do not overlap each other.
///
/// A box is kept if its score is above `lowest_score` and it shares less than `overlap` with each box
/// that is kept and has a higher score: `area(a ∩ b) / area(a ∪ b)`, 0 where one has no area.
///
/// | operand                   | type    | shape                                        |
/// |---------------------------|---------|----------------------------------------------|
/// | `boxes`                   | float32 | `[n, 4]`: y, x of two opposite corners       |
/// | `scores`                  | float32 | `[n]`                                        |
/// | `capacity`                | int32   | one                                          |
/// | `overlap`, `lowest_score` | float32 | one each                                     |
/// | `kept`                    | int32   | `[capacity]`, highest score first, then zeros |
/// | `count`                   | int32   | `[]`: how many are kept                      |
///
/// Of equal scores that comes first which does so in TensorFlow Lite's reference. As there, a box
/// without area, which does not overlap even itself, is kept again and again, until as many are kept
/// as have a score above `lowest_score`.
///
/// Constraints:
/// - C1: `boxes` is a matrix of four columns, and `scores` has an element for each row.
/// - C2: `capacity` is constant and not negative, since the shape of the result depends on it.
/// - C3: `overlap` and `lowest_score` have one element each.
///
/// Source: TensorFlow Lite operator NON_MAX_SUPPRESSION_V4; TensorFlow
/// `tf.raw_ops.NonMaxSuppressionV4`.
package struct NonMaxSuppressionV4: NonMaxSuppression {
  package static let builtin = BuiltinOperator.nonMaxSuppressionV4
  package static let isSoft = false

  package init() {}
}
