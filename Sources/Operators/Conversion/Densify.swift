// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A constant with all its elements, of which the file stores only those that are not 0.
///
/// | operand  | type                   | shape      | quantization |
/// |----------|------------------------|------------|--------------|
/// | `input`  | float32, float16, int8 | any        |              |
/// | `output` | as `input`             | as `input` | as `input`   |
///
/// Sparse constants are spread out where files are opened, whoever reads them; nothing is left to do.
///
/// Constraints:
/// - C1: `input` is constant.
/// - C2: `output` has the type of `input`.
///
/// Source: TensorFlow Lite operator DENSIFY.
package struct Densify: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.densify

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .float16, .int8]
    return OperandRules(
      inputs: [OperandRule("input", .control, types)],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    guard context.input(0).constant != nil else {  // C1
      throw OperatorError("'input' must be constant")
    }
    try context.requireOutputs(context.input(0).type)  // C2
    return .sameBytes(context)
  }
}
