// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The product over some axes.
///
/// `y = Π x over the reduced axes`
///
/// | operand  | type                                       | shape                                |
/// |----------|--------------------------------------------|--------------------------------------|
/// | `input`  | float32, halves, int8, int16, int32, int64 | any                                  |
/// | `axes`   | int32                                      | any                                  |
/// | `output` | as `input`                                 | `input` without the axes, or 1 there |
///
/// Quantized products are bit-exact with TensorFlow Lite's reference: every partial product is
/// rescaled by `x scale / y scale^(1/n)`; but where one overflows, the result is that of the real
/// numbers. int32 and int64 wrap.
///
/// Constraints:
/// - C1: `axes` are constant and within the rank, unless that is 0; repeated ones count once.
/// - C2: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator REDUCE_PROD.
package struct ReduceProd: AxisReduction {
  package static let builtin = BuiltinOperator.reduceProd

  package var keepsDimensions: Bool

  package init(keepsDimensions: Bool = false) {
    self.keepsDimensions = keepsDimensions
  }

  package var operandRules: OperandRules {
    .reduction(
      [.floats, .int8, .int16, .int32, .int64], scales: .free)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C2
    let kernel: ReductionKernel
    switch context.output.type {
    case .float32:
      kernel = ReductionKernel("f32_product", f32_product, initial: Float(1))
    case .int32:
      kernel = ReductionKernel("s32_product", s32_product, initial: Int32(1))
    case .int64:
      kernel = ReductionKernel("s64_product", s64_product, initial: Int64(1))
    default: return try QuantizedProduct(try reducedAxes(context)).evaluation(&context)
    }
    return try evaluation(kernel, context)
  }
}
