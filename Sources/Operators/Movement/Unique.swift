// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The distinct elements of a vector in order of appearance, and where each element is among them.
///
/// | operand   | type                                      | shape        |
/// |-----------|-------------------------------------------|--------------|
/// | `input`   | float32, int8, uint8, int16, int32, int64 | `[n]`        |
/// | `values`  | as `input`                                | `[distinct]` |
/// | `indices` | int32, int64                              | `[n]`        |
///
/// Constraints:
/// - C1: `input` is a vector, and constant, since the shape of the result depends on it.
/// - C2: the option `idx_out_type` is int32 or int64 and the type of `indices`.
///
/// Source: TensorFlow Lite operator UNIQUE; TensorFlow `tf.unique`.
package struct Unique: LiteOperator {
  package static let builtin = BuiltinOperator.unique

  package var indexType: ElementType

  package init(indexType: ElementType = .int32) {
    self.indexType = indexType
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    indexType = try UniqueOptionsView(options).idxOutType
  }

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int8, .uint8, .int16, .int32, .int64]
    return OperandRules(
      inputs: [OperandRule("input", .control, types)],
      outputs: [
        OperandRule("values", .control, types), OperandRule("indices", .control, .indices),
      ], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[0]!, indexType] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let input = inputs[0]!
    guard input.shape.rank == 1 else {  // C1
      throw OperatorError("'input' is \(input.shape.description), must be a vector")
    }
    guard input.constant != nil else { throw OperatorError(awaiting: "input") }  // C1
    return [Shape([distinct(input).values.count]), input.shape]
  }

  /// The first place of each distinct element, and for each element its number among them.
  private func distinct(_ input: Operand) -> (values: [Int], numbers: [Int]) {
    let size = input.type.byteCount(of: 1)!
    let bytes = input.constant!
    var numberOf: [UInt64: Int] = [:]
    var (values, numbers) = ([Int](), [Int]())
    for element in 0..<input.elementCount {
      var bits: UInt64 = 0
      for byte in 0..<size { bits |= UInt64(bytes[element * size + byte]) << (8 * UInt64(byte)) }
      if input.type == .float32, bits == 0x8000_0000 { bits = 0 }  // −0 equals 0
      if let number = numberOf[bits] {
        numbers.append(number)
      } else {
        numberOf[bits] = values.count
        numbers.append(values.count)
        values.append(element)
      }
    }
    return (values, numbers)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(0)
    guard context.outputs[0].type == input.type, context.outputs[1].type == indexType else {  // C2
      throw OperatorError("outputs must be \(input.type.name) and \(indexType.name)")
    }
    let (values, numbers) = distinct(input)
    let size = input.type.byteCount(of: 1)!
    let first = PreparedBuffer(byteCount: values.count * size)
    for (index, element) in values.enumerated() {
      (first.base + index * size).copyMemory(
        from: input.constant!.baseAddress! + element * size, byteCount: size)
    }
    let second = PreparedBuffer(integers: numbers, of: indexType)
    let copies = zip([first, second], context.outputs).map { buffer, output in
      RegionCopy(
        [output.elementCount], of: output.type, from: CopySide(.buffer(buffer), strides: [1]),
        to: CopySide(.slot(output.slot), strides: [1]))
    }
    return .copying(copies, threadCount: 1)
  }
}
