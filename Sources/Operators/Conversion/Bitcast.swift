// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The same bits as elements of another type.
///
/// | operand  | type                     | shape     |
/// |----------|--------------------------|-----------|
/// | `input`  | any of fixed size        | any       |
/// | `output` | any as wide as `input`'s | `input`'s |
///
/// Constraints:
/// - C1: elements of both types have the same number of bits.
///
/// Source: TensorFlow Lite operator BITCAST; TensorFlow `tf.bitcast`.
package struct Bitcast: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.bitcast

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .fixedSize)],
      outputs: [OperandRule("output", .control, .fixedSize)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    guard input.type.bitCount == output.type.bitCount else {  // C1
      throw OperatorError(
        "cannot cast the bits of \(input.type.name) to \(output.type.name): widths differ")
    }
    return .sameBytes(context)
  }

  package var overwritableInputs: [Int] { [0] }
}
