// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Cosine of angles in radians.
///
/// `y = cos x`
///
/// | operand  | type            | shape      |
/// |----------|-----------------|------------|
/// | `input`  | float32, halves | any        |
/// | `output` | float32, halves | as `input` |
///
/// Source: TensorFlow Lite operator COS.
package struct Cos: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.cos

  package init() {}

  package var operandRules: OperandRules {
    .unary(.floats, scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    UnaryKernel("f32_cos", f32_cos).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  package var overwritableInputs: [Int] { [0] }
}
