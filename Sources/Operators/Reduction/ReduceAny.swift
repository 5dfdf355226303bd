// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether any element is true over some axes.
///
/// `y = ⋁ x over the reduced axes`
///
/// | operand  | type       | shape                                |
/// |----------|------------|--------------------------------------|
/// | `input`  | bool       | any                                  |
/// | `axes`   | int32      | any                                  |
/// | `output` | as `input` | `input` without the axes, or 1 there |
///
/// Constraints:
/// - C1: `axes` are constant and within the rank, unless that is 0; repeated ones count once.
///
/// Source: TensorFlow Lite operator REDUCE_ANY.
package struct ReduceAny: AxisReduction {
  package static let builtin = BuiltinOperator.reduceAny

  package var keepsDimensions: Bool

  package init(keepsDimensions: Bool = false) {
    self.keepsDimensions = keepsDimensions
  }

  package var operandRules: OperandRules {
    .reduction(
      .bool, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let kernel = ReductionKernel("bool_any", bool_any, initial: UInt8(0))
    return try evaluation(kernel, context)
  }
}
