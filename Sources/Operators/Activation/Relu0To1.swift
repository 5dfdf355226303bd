// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Rectified linear unit that saturates at 1.
///
/// `y = min(max(x, 0), 1)`
///
/// | operand  | type                         | shape      | quantization |
/// |----------|------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, uint8 | any        | per tensor   |
/// | `output` | as `input`                   | as `input` | per tensor   |
///
/// Quantized results are bit-exact with TensorFlow Lite's reference; see ``Rectifier``.
///
/// Constraints:
/// - C1: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator RELU_0_TO_1.
package struct Relu0To1: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.relu0To1

  package init() {}

  package var operandRules: OperandRules { .unary([.floats, .int8, .uint8]) }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try Rectifier(low: 0, high: 1).prepare(context)  // C1
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }
}
