// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The largest elements of rows in segments, in any order.
///
/// `y[s, n…] = max x[r…, n…]` over all rows r of which `segments[r…] = s`
///
/// | operand    | type           | shape         |
/// |------------|----------------|---------------|
/// | `input`    | float32, int32 | `[r…, n…]`    |
/// | `segments` | int32          | `[r…]`        |
/// | `count`    | int32          | one           |
/// | `output`   | as `input`     | `[count, n…]` |
///
/// A segment without rows gives the lowest finite number; rows of segments below 0 are left
/// out. NaN where an element is.
///
/// Constraints:
/// - C1: `segments` has an element for each row of `input`.
/// - C2: `count` is constant and not negative, since the shape of the result depends on it.
/// - C3: Segments are below `count`; checked at inference.
///
/// Source: TensorFlow Lite operator UNSORTED_SEGMENT_MAX; TensorFlow
/// `tf.math.unsorted_segment_max`.
package struct UnsortedSegmentMax: UnsortedSegments {
  package static let builtin = BuiltinOperator.unsortedSegmentMax

  package init() {}

  package static func joining(_ type: ElementType) -> SegmentJoining {
    type == .float32
      ? SegmentJoining(
        kernel: BinaryKernel("f32_maximum", f32_maximum),
        initial: (-Float.greatestFiniteMagnitude).bitPattern)
      : SegmentJoining(
        kernel: BinaryKernel("s32_maximum", s32_maximum), initial: UInt32(bitPattern: .min))
  }
}
