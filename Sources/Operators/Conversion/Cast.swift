// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The same numbers in another type.
///
/// Integers keep their low bits. Real numbers become integers toward zero, at most the type's
/// ends; not-a-number becomes the largest. Anything but 0 is true, true is 1. Numbers become
/// float16 and bfloat16 by way of float32, each step to nearest, halves to even.
///
/// Of complex numbers the real part counts; to such it becomes that.
///
/// | operand  | type                                                                  | shape     |
/// |----------|-----------------------------------------------------------------------|-----------|
/// | `input`  | integers of 2 to 64 bits, floating point of 16 to 64, complex64, bool | any       |
/// | `output` | the same                                                              | `input`'s |
///
/// Constraints:
/// - C1: `output` has the type of the option `out_data_type`, where there are options.
///
/// Source: TensorFlow Lite operator CAST; TensorFlow `tf.cast`.
package struct Cast: SameShapeOperator {
  package static let builtin = BuiltinOperator.cast

  /// Nil where the model's output says it.
  package var resultType: ElementType?

  package init(resultType: ElementType) {
    self.resultType = resultType
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try CastOptionsView(options)
    // Files may leave both fields at their default; the tensors' types then count.
    let isSaid = view.inDataType != .float32 || view.outDataType != .float32
    resultType = isSaid ? view.outDataType : nil
  }

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [
      .float32, .float16, .bfloat16, .float64, .bool, .int8, .uint8, .int16, .uint16, .int32,
      .uint32, .int64, .uint64, .complex64, .int4, .uint4, .int2,
    ]
    return OperandRules(
      inputs: [OperandRule("input", .control, types)],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [resultType ?? inputs[0]!]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    if let resultType { try context.requireOutputs(resultType) }  // C1
    if input.type == output.type { return .sameBytes(context) }
    let count = output.elementCount
    // Tasks would meet within a byte.
    let isPacked = output.type.bitCount! < 8
    let taskCount = count < 1 << 14 || isPacked ? 1 : context.threadCount
    let chunk = NumberChunk.capacity
    let scratch = context.scratch(byteCount: taskCount * chunk * MemoryLayout<UInt64>.stride)
    let stage = Stage(taskCount: taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let numbers = NumberChunk(
        tensors[scratch] + task * chunk * MemoryLayout<UInt64>.stride, from: input.type)
      let end = count.start(ofPart: task + 1, of: taskCount)
      for first in stride(
        from: count.start(ofPart: task, of: taskCount), to: end, by: chunk)
      {
        let part = first..<min(first + chunk, end)
        numbers.load(part, from: tensors[input.slot])
        numbers.store(part, to: tensors[output.slot], as: output.type)
      }
    }
    return Evaluation(kernel: "cast", stages: [stage])
  }
}
