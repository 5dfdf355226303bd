// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Sine of angles in radians.
///
/// `y = sin x`
///
/// | operand  | type            | shape      |
/// |----------|-----------------|------------|
/// | `input`  | float32, halves | any        |
/// | `output` | float32, halves | as `input` |
///
/// Source: TensorFlow Lite operator SIN.
package struct Sin: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.sin

  package init() {}

  package var operandRules: OperandRules {
    .unary(.floats, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    UnaryKernel("f32_sin", f32_sin).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
