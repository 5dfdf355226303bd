// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Products of rows in segments, in any order.
///
/// `y[s, n…] = Π x[r…, n…]` over all rows r of which `segments[r…] = s`
///
/// | operand    | type           | shape         |
/// |------------|----------------|---------------|
/// | `input`    | float32, int32 | `[r…, n…]`    |
/// | `segments` | int32          | `[r…]`        |
/// | `count`    | int32          | one           |
/// | `output`   | as `input`     | `[count, n…]` |
///
/// A segment without rows gives 1; rows of segments below 0 are left out. Integers wrap.
///
/// Constraints:
/// - C1: `segments` has an element for each row of `input`.
/// - C2: `count` is constant and not negative, since the shape of the result depends on it.
/// - C3: Segments are below `count`; checked at inference.
///
/// Source: TensorFlow Lite operator UNSORTED_SEGMENT_PROD; TensorFlow
/// `tf.math.unsorted_segment_prod`.
package struct UnsortedSegmentProd: UnsortedSegments {
  package static let builtin = BuiltinOperator.unsortedSegmentProd

  package init() {}

  package static func joining(_ type: ElementType) -> SegmentJoining {
    guard type == .float32 else {
      return SegmentJoining(
        kernel: .limitedInt32("s32_mul", s32_mul, .none), initial: 1)
    }
    // Infinite products stay so, other than those of MUL.
    let limits = linnet_f32_limits(low: -.infinity, high: .infinity)
    return SegmentJoining(
      kernel: BinaryKernel("f32_mul", f32_mul, PreparedBuffer(limits)), initial: Float(1).bitPattern
    )
  }
}
