// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The boxes of the highest scores, those of boxes that overlap others being lowered.
///
/// As ``NonMaxSuppressionV4``, but each box that is kept lowers the scores of all that are not by
/// `exp(−o² / (2 · sigma))`, where o is what they share, before the next one is chosen; with a `sigma`
/// of 0 or less none.
///
/// | operand                            | type    | shape                               |
/// |------------------------------------|---------|-------------------------------------|
/// | `boxes`                            | float32 | `[n, 4]`: y, x of opposite corners  |
/// | `scores`                           | float32 | `[n]`                               |
/// | `capacity`                         | int32   | one                                 |
/// | `overlap`, `lowest_score`, `sigma` | float32 | one each                            |
/// | `kept`                             | int32   | `[capacity]`, padded with zeros     |
/// | `kept_scores`                      | float32 | `[capacity]`, padded with zeros     |
/// | `count`                            | int32   | `[]`: how many are kept             |
///
/// Constraints:
/// - C1: `boxes` is a matrix of four columns, and `scores` has an element for each row.
/// - C2: `capacity` is constant and not negative, since the shape of the results depends on it.
/// - C3: `overlap`, `lowest_score` and `sigma` have one element each.
///
/// Source: TensorFlow Lite operator NON_MAX_SUPPRESSION_V5; TensorFlow
/// `tf.image.non_max_suppression_with_scores`; Bodla et al., "Soft-NMS", 2017.
package struct NonMaxSuppressionV5: NonMaxSuppression {
  package static let builtin = BuiltinOperator.nonMaxSuppressionV5
  package static let isSoft = true

  package init() {}
}
