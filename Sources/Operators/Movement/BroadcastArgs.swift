// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The shape that two shapes broadcast to.
///
/// | operand  | type         | shape                 |
/// |----------|--------------|-----------------------|
/// | `first`  | int32, int64 | `[rank]`              |
/// | `second` | as `first`   | `[rank]`              |
/// | `output` | as `first`   | the longer of the two |
///
/// Constraints:
/// - C1: both are vectors of one type.
/// - C2: aligned at the end, the dimensions are equal or one of them is 1; checked at inference.
///
/// Source: TensorFlow Lite operator BROADCAST_ARGS; TensorFlow `tf.broadcast_dynamic_shape`.
package struct BroadcastArgs: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.broadcastArgs

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("first", .control, .indices), OperandRule("second", .control, .indices),
      ],
      outputs: [OperandRule("output", .control, .indices)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (first, second) = (inputs[0]!, inputs[1]!)
    guard first.type == second.type, first.shape.rank == 1, second.shape.rank == 1 else {  // C1
      throw OperatorError(
        "\(first.type.name) \(first.shape.description) and \(second.type.name) "
          + "\(second.shape.description) are not two vectors of one type")
    }
    return [Shape([max(first.shape[0], second.shape[0])])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (first, second, output) = (context.input(0), context.input(1), context.output)
    try context.requireOutputs(first.type)
    let readers = (IndexReader(first), IndexReader(second))
    let counts = (first.elementCount, second.elementCount)
    let isWide = output.type == .int64
    let (slot, count) = (output.slot, output.elementCount)
    return Evaluation(kernel: "broadcast_args") { (tensors: TensorTable) throws(OperatorError) in
      for distance in 0..<count {
        let a = distance < counts.0 ? readers.0.value(counts.0 - 1 - distance, in: tensors) : 1
        let b = distance < counts.1 ? readers.1.value(counts.1 - 1 - distance, in: tensors) : 1
        guard a == b || a == 1 || b == 1 else {  // C2
          throw OperatorError("dimensions \(a) and \(b) do not broadcast")
        }
        let (index, value) = (count - 1 - distance, a == 1 ? b : a)
        if isWide {
          tensors.elements(slot, as: Int64.self)[index] = Int64(value)
        } else {
          tensors.elements(slot, as: Int32.self)[index] = Int32(value)
        }
      }
    }
  }
}
