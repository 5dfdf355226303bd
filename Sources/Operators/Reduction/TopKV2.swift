// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The largest elements of each row, largest first, and where they are.
///
/// Of equal elements the earlier one comes first; not-a-number is smaller than any number.
///
/// | operand   | type                                      | shape    | quantization |
/// |-----------|-------------------------------------------|----------|--------------|
/// | `input`   | float32, int8, uint8, int16, int32, int64 | `[…, n]` | per tensor   |
/// | `k`       | int16, int32                              | one      |              |
/// | `values`  | as `input`                                | `[…, k]` | as `input`   |
/// | `indices` | int16, int32                              | `[…, k]` |              |
///
/// Constraints:
/// - C1: `k` is constant and has one element; below 0 it counts as 0.
/// - C2: `input` is not a scalar, and its last axis is at least `k`; below 32,768 for int16
///   `indices`.
/// - C3: `values` has the type of `input`.
///
/// Source: TensorFlow Lite operator TOPK_V2; TensorFlow `tf.math.top_k`.
package struct TopKV2: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.topkV2

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int8, .uint8, .int16, .int32, .int64]
    return OperandRules(
      inputs: [
        OperandRule("input", .activation, types),
        OperandRule("k", .control, [.int16, .int32]),
      ],
      outputs: [
        OperandRule("values", .activation, types),
        OperandRule("indices", .control, [.int16, .int32]),
      ], scales: .shared)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[0]!, .int32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    var dimensions = inputs[0]!.shape.dimensions
    let k = max(try inputs[1]!.knownInteger("k"), 0)  // C1
    guard let length = dimensions.last, k <= length else {  // C2
      throw OperatorError("k is \(k), more than the rows of \(inputs[0]!.shape.description) have")
    }
    dimensions[dimensions.count - 1] = k
    return [Shape(dimensions), Shape(dimensions)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, values, indices) = (context.input(0), context.outputs[0], context.outputs[1])
    let rank = input.shape.rank
    guard values.type == input.type else {  // C3
      throw OperatorError("'values' is \(values.type.name), must be \(input.type.name)")
    }
    guard indices.type == .int32 || input.shape[rank - 1] <= Int(Int16.max) + 1 else {  // C2
      throw OperatorError("rows of \(input.shape[rank - 1]) are too long for int16 indices")
    }
    let k = values.shape[rank - 1]
    let (rowCount, length) = (input.shape.elementCount(in: 0..<rank - 1), input.shape[rank - 1])
    let rows = RowSelection(
      type: input.type, input: input.slot, values: values.slot, indices: indices.slot,
      hasNarrowIndices: indices.type == .int16,
      heap: context.scratch(byteCount: max(k, 1) * MemoryLayout<Int32>.stride),
      keys: context.scratch(byteCount: length.saturatingProduct(MemoryLayout<Int64>.stride)),
      rowCount: rowCount, length: length, k: k)
    return Evaluation(kernel: "top_k") { (tensors: TensorTable) throws(OperatorError) in
      rows.run(tensors)
    }
  }
}

/// The best k elements of each row.
private struct RowSelection {
  let type: ElementType
  let input: Int
  let values: Int
  let indices: Int
  let hasNarrowIndices: Bool
  let heap: Int
  /// For each element of a row an integer that compares as it does.
  let keys: Int
  let rowCount: Int
  let length: Int
  let k: Int

  func run(_ tensors: TensorTable) {
    guard k > 0 else { return }
    let heap = tensors.elements(heap, as: Int32.self)
    let keys = tensors.elements(keys, as: Int64.self)
    let size = type.byteCount(of: 1)!
    for row in 0..<rowCount {
      let source = tensors[input] + row * length * size
      fillKeys(keys, source)
      PlaceOrder(places: heap).select(k, of: length) { a, b in
        let (first, second) = (keys[Int(a)], keys[Int(b)])
        return first > second || first == second && a < b
      }
      for position in row * k..<(row + 1) * k {
        let place = heap[position - row * k]
        (tensors[values] + position * size).copyMemory(
          from: source + Int(place) * size, byteCount: size)
        write(place, at: position, tensors)
      }
    }
  }

  private func fillKeys(_ keys: UnsafeMutablePointer<Int64>, _ source: UnsafeRawPointer) {
    switch type {
    case .float32:
      let elements = source.assumingMemoryBound(to: Float.self)
      for i in 0..<length { keys[i] = Self.key(of: elements[i]) }
    case .int8: fillKeys(keys, source, from: Int8.self)
    case .uint8: fillKeys(keys, source, from: UInt8.self)
    case .int16: fillKeys(keys, source, from: Int16.self)
    case .int64: fillKeys(keys, source, from: Int64.self)
    default: fillKeys(keys, source, from: Int32.self)
    }
  }

  private func fillKeys<Element: FixedWidthInteger>(
    _ keys: UnsafeMutablePointer<Int64>, _ source: UnsafeRawPointer, from _: Element.Type
  ) {
    let elements = source.assumingMemoryBound(to: Element.self)
    for i in 0..<length { keys[i] = Int64(truncatingIfNeeded: elements[i]) }
  }

  /// An integer in the order of real numbers, for which 0 and −0 are one; NaN is the least.
  private static func key(of value: Float) -> Int64 {
    if value.isNaN { return .min }
    let bits = Int64(value.bitPattern & 0x7fff_ffff)
    return value < 0 ? -bits : bits
  }

  private func write(_ index: Int32, at position: Int, _ tensors: TensorTable) {
    if hasNarrowIndices {
      tensors.elements(indices, as: Int16.self)[position] = Int16(index)
    } else {
      tensors.elements(indices, as: Int32.self)[position] = index
    }
  }
}
