// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The places of a tensor's elements that are not zero.
///
/// | operand     | type                                             | shape           |
/// |-------------|--------------------------------------------------|-----------------|
/// | `condition` | bool, float32, int8, uint8, int32, uint32, int64 | any             |
/// | `output`    | int64                                            | `[count, rank]` |
///
/// Constraints:
/// - C1: `condition` is constant, since the shape of the result depends on it.
///
/// Source: TensorFlow Lite operator WHERE; TensorFlow `tf.where` with one operand.
package struct Where: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.where

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule(
          "condition", .control,
          [.bool, .float32, .int8, .uint8, .int32, .uint32, .int64])
      ],
      outputs: [OperandRule("output", .control, .int64)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int64] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let condition = inputs[0]!
    return [try Shape.checked([places(condition).count, condition.shape.rank])]
  }

  private func places(_ condition: Operand) throws(OperatorError) -> [Int] {
    guard let constant = condition.constant else {  // C1
      throw OperatorError(awaiting: "condition")
    }
    if condition.type == .float32 {
      let values = condition.constantElements(as: Float.self)!
      return values.indices.filter { values[$0] != 0 }
    }
    let size = condition.type.byteCount(of: 1)!
    return (0..<condition.elementCount).filter { element in
      (element * size..<(element + 1) * size).contains { constant[$0] != 0 }
    }
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let condition = context.input(0)
    let strides = condition.shape.rowMajorStrides
    var values: [Int] = []
    for place in try places(condition) {
      var rest = place
      for stride in strides {
        values.append(rest / stride)
        rest %= stride
      }
    }
    return .copying(PreparedBuffer(integers: values, of: .int64), to: context.output)
  }
}
