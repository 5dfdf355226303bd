// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Rows of a table, picked by index.
///
/// `y[i, …] = table[indices[i], …]`; with quantized rows and float32 results,
/// `y[i, …] = table[indices[i], …] · scale[indices[i]]`. Only rows that are looked up are unpacked.
///
/// | operand   | type                        | shape        | quantization                     |
/// |-----------|-----------------------------|--------------|----------------------------------|
/// | `indices` | int32                       | `[i]`        |                                  |
/// | `table`   | any of fixed size           | `[rows, n…]` | per tensor; or axis 0, symmetric |
/// | `output`  | type of `table`, or float32 | `[i, n…]`    | as `table`, or none              |
///
/// Constraints:
/// - C1: `indices` is a vector; `table` has two axes or more.
/// - C2: the result has a valid number of elements.
/// - C3: `output` has the type of `table`, or is float32 for a `table` of int8, int4 or int2 with
///   scales for all or for each row, and zero point 0. uint8 then holds the bits of int8.
/// - C4: indices are in 0 ..< rows; checked at inference.
///
/// Source: TensorFlow Lite operator EMBEDDING_LOOKUP.
package struct EmbeddingLookup: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.embeddingLookup

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("indices", .control, .int32),
        OperandRule("table", .weights(axis: 0), .fixedSize),
      ],
      outputs: [OperandRule("output", .activation, .fixedSize)], scales: .shared,
      allowsDynamicRange: true)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[1]!] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (indices, table) = (inputs[0]!.shape, inputs[1]!.shape)
    guard indices.rank == 1, table.rank >= 2 else {  // C1
      throw OperatorError(
        "'indices' is \(indices.description) and 'table' \(table.description), must have one axis, "
          + "and two or more")
    }
    return [try Shape.checked(indices.dimensions + table.dimensions.dropFirst())]  // C2
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (indices, table, output) = (context.input(0), context.input(1), context.output)
    let width = table.shape.elementCount(in: 1..<table.shape.rank)
    let scaled: ElementTypeSet = [.int8, .uint8, .int4, .int2]
    if scaled.contains(table.type), output.type == .float32 {
      return try scaledEvaluation(&context, indices, table, output, width: width)
    }
    try context.requireOutputs(table.type)  // C3
    let picking = RowPicking(
      rows: table, indices: indices, output: output, batchCount: 1, outerCount: 1,
      rowCount: table.shape[0], rowLength: width)
    return picking.evaluation(threadCount: context.threadCount)
  }

  private func scaledEvaluation(
    _ context: inout PrepareContext, _ indices: Operand, _ table: Operand, _ output: Operand,
    width: Int
  ) throws(OperatorError) -> Evaluation {
    let rowCount = table.shape[0]
    let quantization = try table.checkedQuantization("table", axis: 0)  // C3
    guard quantization.zeroPoints.allSatisfy({ $0 == 0 }) else {  // C3
      throw OperatorError("a quantized 'table' must have zero point 0")
    }
    let scales = try context.buffer(byteCount: rowCount * MemoryLayout<Float>.stride)
    for row in 0..<rowCount {
      scales.elements(as: Float.self)[row] =
        quantization.scales[quantization.axis == nil ? 0 : row]
    }
    let (reader, count) = (IndexReader(indices), indices.elementCount)
    let (from, to) = (table.slot, output.slot)
    let bitCount = table.type.bitCount!
    // A row that begins within a byte is unpacked with what is before it there.
    let unpacked = bitCount < 8 ? context.scratch(byteCount: width + 8 / bitCount) : nil
    return Evaluation(kernel: "s8_f32_embedding") { (tensors: TensorTable) throws(OperatorError) in
      for position in 0..<count {
        let index = reader.value(position, in: tensors)
        guard index >= 0, index < rowCount else {  // C4
          throw OperatorError("index \(index) is out of range: allowed 0 to \(rowCount - 1)")
        }
        var row = tensors.elements(from, as: Int8.self) + index * width * bitCount / 8
        if let unpacked {
          let skipped = index * width % (8 / bitCount)
          let elements = tensors.elements(unpacked, as: Int8.self)
          (bitCount == 4 ? s4_unpack : s2_unpack)(row, elements, skipped + width, elements)
          row = elements + skipped
        }
        let result = tensors.elements(to, as: Float.self) + position * width
        let scale = scales.elements(as: Float.self)[index]
        for i in 0..<width { result[i] = Float(row[i]) * scale }
      }
    }
  }
}
