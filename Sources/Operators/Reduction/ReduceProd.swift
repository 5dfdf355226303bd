// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The product over some axes.
///
/// `y = Π x over the reduced axes`
///
/// | operand  | type                                                    | shape                  |
/// |----------|---------------------------------------------------------|------------------------|
/// | `input`  | float32, halves, int8, uint8, int16, int32, int64, bool | any                    |
/// | `axes`   | int32                                                   | any                    |
/// | `output` | as `input`                                              | without the axes, or 1 |
///
/// Integers wrap, unless they are int8 or int16 with scales. Such quantized products are bit-exact with TensorFlow Lite's reference: every partial product is
/// rescaled by `x scale / y scale^(1/n)`; but where one overflows, the result is that of the real
/// numbers.
///
/// Constraints:
/// - C1: `axes` are constant and within the rank, unless that is 0; repeated ones count once.
/// - C2: `input` and `output` have one type.
/// - C3: uint8 has no scale.
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
      [.floats, .int8, .uint8, .int16, .int32, .int64, .bool], scales: .free)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C2
    let isQuantized = context.input(0).quantization != nil || context.output.quantization != nil
    let kernel: ReductionKernel
    switch context.output.type {
    case .int8 where isQuantized, .int16 where isQuantized:
      return try QuantizedProduct(try reducedAxes(context)).evaluation(&context)
    case .uint8 where isQuantized:
      throw OperatorError("products of uint8 with scales are not supported")  // C3
    case .float32:
      kernel = ReductionKernel("f32_product", f32_product, initial: Float(1))
    case .int32:
      kernel = ReductionKernel("s32_product", s32_product, initial: Int32(1))
    case .int64:
      kernel = ReductionKernel("s64_product", s64_product, initial: Int64(1))
    case .int16:
      kernel = ReductionKernel("s16_product", s16_product, initial: Int16(1))
    case .bool:
      kernel = ReductionKernel("bool_all", bool_all, initial: UInt8(1))
    default:
      kernel = ReductionKernel("u8_product", u8_product, initial: UInt8(1))
    }
    return try evaluation(kernel, context)
  }
}
