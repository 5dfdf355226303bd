// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The largest integer that is not greater.
///
/// `y = ⌊x⌋`
///
/// | operand  | type            | shape      |
/// |----------|-----------------|------------|
/// | `input`  | float32, halves | any        |
/// | `output` | float32, halves | as `input` |
///
/// Source: TensorFlow Lite operator FLOOR.
package struct Floor: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.floor

  package init() {}

  package var operandRules: OperandRules {
    .unary(.floats, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    UnaryKernel("f32_floor", f32_floor).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
