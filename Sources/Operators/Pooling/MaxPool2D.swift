// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The largest element of each window of an image.
///
/// `y[b, i, j, c] = activation(max of x over the window's pixels that lie in the image)`
///
/// | operand  | type                                | shape                              | quantization |
/// |----------|-------------------------------------|------------------------------------|--------------|
/// | `input`  | float32, halves, int8, uint8, int16 | `[batch, height, width, channels]` | per tensor   |
/// | `output` | as `input`                          | `[batch, rows, columns, channels]` | as `input`   |
///
/// Bit-exact with TensorFlow Lite's reference.
///
/// Constraints:
/// - C1: `input` has four axes; strides and filter are positive; the filter fits a VALID input and
///   has at most 32768 pixels.
/// - C2: `input` and `output` have one type, scale and zero point.
///
/// Source: TensorFlow Lite operator MAX_POOL_2D.
package struct MaxPool2D: PoolingOperator, ActivatedOperator {
  package static let builtin = BuiltinOperator.maxPool2D

  package var pooling: Pooling

  package init(_ pooling: Pooling) {
    self.pooling = pooling
  }

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .uint8, .int16], scales: .shared)
  }

  package static func kernel(for type: ElementType) -> Pooling.Kernel? {
    switch type {
    case .float32: ("f32_max_pool", f32_max_pool)
    case .int8: ("s8_max_pool", s8_max_pool)
    case .uint8: ("u8_max_pool", u8_max_pool)
    case .int16: ("s16_max_pool", s16_max_pool)
    default: nil
    }
  }

  package var asOperator: Operator { .maxPool2D(self) }
}
