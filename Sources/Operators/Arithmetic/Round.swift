// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The nearest integer, halves to the even one.
///
/// `y = round(x)`
///
/// | operand  | type            | shape      |
/// |----------|-----------------|------------|
/// | `input`  | float32, halves | any        |
/// | `output` | float32, halves | as `input` |
///
/// Source: TensorFlow Lite operator ROUND.
package struct Round: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.round

  package init() {}

  package var operandRules: OperandRules {
    .unary(.floats, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    UnaryKernel("f32_round", f32_round).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
