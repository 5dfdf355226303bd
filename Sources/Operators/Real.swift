// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Real parts of complex numbers.
///
/// `y = re`
///
/// | operand  | type      | shape      |
/// |----------|-----------|------------|
/// | `input`  | complex64 | any        |
/// | `output` | float32   | as `input` |
///
/// Source: TensorFlow Lite operator REAL.
package struct Real: LiteOperator {
  package static let builtin = BuiltinOperator.real

  package init() {}

  package init(reading options: borrowing OptionsReader) throws(FormatError) {}

  package var operandRules: OperandRules { .complexPart }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    UnaryKernel("c64_real", c64_real).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }
}
