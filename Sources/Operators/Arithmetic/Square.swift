// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The square.
///
/// `y = x²`
///
/// | operand  | type            | shape      |
/// |----------|-----------------|------------|
/// | `input`  | float32, halves | any        |
/// | `output` | float32, halves | as `input` |
///
/// Source: TensorFlow Lite operator SQUARE.
package struct Square: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.square

  package init() {}

  package var operandRules: OperandRules {
    .unary(.floats, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    UnaryKernel("f32_square", f32_square).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
