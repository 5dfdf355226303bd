// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The root of the mean square of each window of an image.
///
/// `y[b, i, j, c] = activation(√(mean of x² over the window's pixels that lie in the image))`
///
/// | operand  | type            | shape                              |
/// |----------|-----------------|------------------------------------|
/// | `input`  | float32, halves | `[batch, height, width, channels]` |
/// | `output` | float32, halves | `[batch, rows, columns, channels]` |
///
/// Padding does not count.
///
/// Constraints:
/// - C1: `input` has four axes; strides and filter are positive; the filter fits a VALID input and
///   has at most 32768 pixels.
///
/// Source: TensorFlow Lite operator L2_POOL_2D.
package struct L2Pool2D: PoolingOperator {
  package static let builtin = BuiltinOperator.l2Pool2D

  package var pooling: Pooling

  package init(_ pooling: Pooling) {
    self.pooling = pooling
  }

  package var operandRules: OperandRules {
    .unary(.floats, scales: .unquantized)
  }

  package static func kernel(for type: ElementType) -> Pooling.Kernel? {
    switch type {
    case .float32: ("f32_l2_pool", f32_l2_pool)
    default: nil
    }
  }
}
