// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Lengths of complex numbers.
///
/// `y = √(re² + im²)`
///
/// | operand  | type      | shape      |
/// |----------|-----------|------------|
/// | `input`  | complex64 | any        |
/// | `output` | float32   | as `input` |
///
/// Source: TensorFlow Lite operator COMPLEX_ABS.
package struct ComplexAbs: LiteOperator {
  package static let builtin = BuiltinOperator.complexAbs

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
    UnaryKernel("c64_abs", c64_abs).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }
}

extension OperandRules {
  /// A float for each complex number.
  static let complexPart = OperandRules(
    inputs: [OperandRule("input", .activation, ElementTypeSet(.complex64))],
    outputs: [OperandRule("output", .activation, ElementTypeSet(.float32))],
    scales: .unquantized)
}
