// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Rectified linear unit.
///
/// `y = max(x, 0)`
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
/// Source: TensorFlow Lite operator RELU.
package struct Relu: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.relu

  package init() {}

  package var operandRules: OperandRules { .unary(Rectifier.types) }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try Rectifier(low: 0, high: .infinity).prepare(context)  // C1
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
