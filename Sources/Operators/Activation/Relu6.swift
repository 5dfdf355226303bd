// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Rectified linear unit that saturates at 6.
///
/// `y = min(max(x, 0), 6)`
///
/// | operand  | type                                | shape      | quantization |
/// |----------|-------------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, uint8, int16 | any        | per tensor   |
/// | `output` | as `input`                          | as `input` | per tensor   |
///
/// Quantized results are bit-exact with TensorFlow Lite's reference; see ``Rectifier``.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
///
/// Source: TensorFlow Lite operator RELU6.
package struct Relu6: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.relu6

  package init() {}

  package var operandRules: OperandRules { .unary(Rectifier.types) }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try Rectifier(low: 0, high: 6).prepare(context)  // C1
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
