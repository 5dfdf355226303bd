// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Sums of rows in segments, in any order.
///
/// `y[s, n…] = Σ x[r…, n…]` over all rows r of which `segments[r…] = s`
///
/// | operand    | type           | shape         |
/// |------------|----------------|---------------|
/// | `input`    | float32, int32 | `[r…, n…]`    |
/// | `segments` | int32          | `[r…]`        |
/// | `count`    | int32          | one           |
/// | `output`   | as `input`     | `[count, n…]` |
///
/// A segment without rows gives 0; rows of segments below 0 are left out. Integers wrap.
///
/// Constraints:
/// - C1: `segments` has an element for each row of `input`.
/// - C2: `count` is constant and not negative, since the shape of the result depends on it.
/// - C3: Segments are below `count`; checked at inference.
///
/// Source: TensorFlow Lite operator UNSORTED_SEGMENT_SUM; TensorFlow
/// `tf.math.unsorted_segment_sum`.
package struct UnsortedSegmentSum: UnsortedSegments {
  package static let builtin = BuiltinOperator.unsortedSegmentSum

  package init() {}

  package static func joining(_ type: ElementType) -> SegmentJoining {
    guard type == .float32 else {
      return SegmentJoining(
        kernel: .limitedInt32("s32_add", s32_add, .none), initial: 0)
    }
    // Infinite sums stay so, other than those of ADD.
    let limits = linnet_f32_limits(low: -.infinity, high: .infinity)
    return SegmentJoining(
      kernel: BinaryKernel("f32_add", f32_add, PreparedBuffer(limits)), initial: 0)
  }
}
