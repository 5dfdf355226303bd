// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Numbers from a start in equal steps, up to but without a limit.
///
/// `y[0] = start`, `y[i] = y[i − 1] + step`
///
/// | operand  | type                  | shape       |
/// |----------|-----------------------|-------------|
/// | `start`  | float32, int32, int64 | one element |
/// | `limit`  | as `start`            | one element |
/// | `step`   | as `start`            | one element |
/// | `output` | as `start`            | `[count]`   |
///
/// Constraints:
/// - C1: all three are constant, of one type, and one element each.
/// - C2: `step` is not 0 and leads from `start` towards `limit`.
/// - C3: the result has a valid number of elements.
///
/// Source: TensorFlow Lite operator RANGE; TensorFlow `tf.range`.
package struct NumberRange: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.range

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int32, .int64]
    return OperandRules(
      inputs: [
        OperandRule("start", .control, types), OperandRule("limit", .control, types),
        OperandRule("step", .control, types),
      ],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let operands = [inputs[0]!, inputs[1]!, inputs[2]!]
    guard operands.allSatisfy({ $0.type == operands[0].type && $0.elementCount == 1 }) else {  // C1
      throw OperatorError("'start', 'limit' and 'step' must be one element each, of one type")
    }
    guard operands.allSatisfy({ $0.constant != nil }) else {  // C1
      throw OperatorError(awaiting: "start, limit and step")
    }
    let count =
      operands[0].type == .float32
      ? try floatCount(operands.map { $0.constantElements(as: Float.self)![0] })
      : try integerCount(operands.map { Self.integer($0) })
    return [try Shape.checked([count])]  // C3
  }

  private func floatCount(_ values: [Float]) throws(OperatorError) -> Int {
    let (start, limit, step) = (values[0], values[1], values[2])
    guard step > 0 && start <= limit || step < 0 && start >= limit else {  // C2
      throw OperatorError("step \(step) does not lead from \(start) to \(limit)")
    }
    let count = abs((limit - start) / step).rounded(.up)
    return count < 4e9 ? Int(exactly: count) ?? -1 : -1  // C3
  }

  private static func integer(_ operand: Operand) -> Int64 {
    operand.type == .int64
      ? operand.constantElements(as: Int64.self)![0]
      : Int64(operand.constantElements(as: Int32.self)![0])
  }

  private func integerCount(_ values: [Int64]) throws(OperatorError) -> Int {
    let (start, limit, step) = (values[0], values[1], values[2])
    guard step > 0 && start <= limit || step < 0 && start >= limit else {  // C2
      throw OperatorError("step \(step) does not lead from \(start) to \(limit)")
    }
    let (distance, overflow) = limit.subtractingReportingOverflow(start)
    guard !overflow, distance != .min, step != .min else { return -1 }  // C3
    let steps = abs(distance) / abs(step)
    return Int(exactly: abs(distance) % abs(step) == 0 ? steps : steps + 1) ?? -1
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (start, step, output) = (context.input(0), context.input(2), context.output)
    try context.requireOutputs(start.type)
    let count = output.elementCount
    let buffer = try context.buffer(byteCount: output.type.byteCount(of: count)!)
    guard start.type == .float32 else {
      let (first, step) = (Self.integer(start), Self.integer(step))
      for index in 0..<count {
        let value = first &+ Int64(index) &* step
        if start.type == .int32 {
          buffer.elements(as: Int32.self)[index] = Int32(truncatingIfNeeded: value)
        } else {
          buffer.elements(as: Int64.self)[index] = value
        }
      }
      return .copying(buffer, to: output)
    }
    let increment = step.constantElements(as: Float.self)![0]
    var value = start.constantElements(as: Float.self)![0]
    for index in 0..<count {
      buffer.elements(as: Float.self)[index] = value
      value += increment
    }
    return .copying(buffer, to: output)
  }
}
