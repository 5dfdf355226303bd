// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor of one value.
///
/// | operand      | type                       | shape       | quantization |
/// |--------------|----------------------------|-------------|--------------|
/// | `dimensions` | int32, int64               | `[rank]`    |              |
/// | `value`      | any of whole bytes, string | one element | per tensor   |
/// | `output`     | type of `value`            | as asked    | as `value`   |
///
/// Constraints:
/// - C1: `dimensions` is a constant vector of valid dimensions.
/// - C2: `value` has one element.
///
/// Source: TensorFlow Lite operator FILL; TensorFlow `tf.fill`.
package struct Fill: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.fill

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("dimensions", .control, .indices),
        OperandRule("value", .activation, .movable),
      ],
      outputs: [OperandRule("output", .activation, .movable)], scales: .shared)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[1]!] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    guard inputs[1]!.elementCount == 1 else {  // C2
      throw OperatorError("'value' is \(inputs[1]!.shape.description), must have one element")
    }
    return [try Shape.checked(inputs[0]!.knownIntegers("dimensions"))]  // C1
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let value = context.input(1)
    try context.requireOutputs(value.type)
    let fill = RegionCopy(filling: context.output, with: .slot(value.slot))
    return .copying([fill], threadCount: context.threadCount)
  }
}
