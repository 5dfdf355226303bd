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
    let types = ElementTypeSet(.float32, .int8, .uint8, .int16, .int32, .int64)
    return OperandRules(
      inputs: [
        OperandRule("input", .activation, types),
        OperandRule("k", .control, ElementTypeSet(.int16, .int32)),
      ],
      outputs: [
        OperandRule("values", .activation, types),
        OperandRule("indices", .control, ElementTypeSet(.int16, .int32)),
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
    let rows = RowSelection(
      input: input.slot, values: values.slot, indices: indices.slot,
      hasNarrowIndices: indices.type == .int16,
      heap: context.scratch(byteCount: max(k, 1) * MemoryLayout<Int32>.stride),
      rowCount: input.shape.elementCount(in: 0..<rank - 1), length: input.shape[rank - 1], k: k)
    return Evaluation(kernel: "top_k") { (tensors: TensorTable) throws(OperatorError) in
      switch input.type {
      case .float32:
        rows.run(tensors, as: Float.self) { a, b in a > b || b.isNaN && !a.isNaN }
      case .int8: rows.run(tensors, as: Int8.self) { $0 > $1 }
      case .uint8: rows.run(tensors, as: UInt8.self) { $0 > $1 }
      case .int16: rows.run(tensors, as: Int16.self) { $0 > $1 }
      case .int64: rows.run(tensors, as: Int64.self) { $0 > $1 }
      default: rows.run(tensors, as: Int32.self) { $0 > $1 }
      }
    }
  }
}

/// Keeps the best k elements of a row in a heap whose root is the worst of them.
private struct RowSelection {
  let input: Int
  let values: Int
  let indices: Int
  let hasNarrowIndices: Bool
  let heap: Int
  let rowCount: Int
  let length: Int
  let k: Int

  /// - Parameter isLarger: whether the first is strictly larger than the second.
  func run<Element: BitwiseCopyable>(
    _ tensors: TensorTable, as _: Element.Type, _ isLarger: (Element, Element) -> Bool
  ) {
    guard k > 0 else { return }
    let heap = tensors.elements(heap, as: Int32.self)
    for row in 0..<rowCount {
      let source = tensors.elements(input, as: Element.self) + row * length
      let comesBefore = { (a: Int32, b: Int32) -> Bool in
        isLarger(source[Int(a)], source[Int(b)])
          || !isLarger(source[Int(b)], source[Int(a)]) && a < b
      }
      select(heap, comesBefore)
      let result = tensors.elements(values, as: Element.self) + row * k
      for position in 0..<k {
        result[position] = source[Int(heap[position])]
        write(heap[position], at: row * k + position, tensors)
      }
    }
  }

  private func write(_ index: Int32, at position: Int, _ tensors: TensorTable) {
    if hasNarrowIndices {
      tensors.elements(indices, as: Int16.self)[position] = Int16(index)
    } else {
      tensors.elements(indices, as: Int32.self)[position] = index
    }
  }

  /// Leaves the first k of a row's places in `heap`, in order.
  private func select(
    _ heap: UnsafeMutablePointer<Int32>, _ comesBefore: (Int32, Int32) -> Bool
  ) {
    for position in 0..<k { heap[position] = Int32(position) }
    for root in stride(from: k / 2 - 1, through: 0, by: -1) {
      sink(root, heap, count: k, comesBefore)
    }
    for place in k..<max(length, k) where comesBefore(Int32(place), heap[0]) {
      heap[0] = Int32(place)
      sink(0, heap, count: k, comesBefore)
    }
    for last in stride(from: k - 1, to: 0, by: -1) {
      (heap[0], heap[last]) = (heap[last], heap[0])
      sink(0, heap, count: last, comesBefore)
    }
  }

  /// Moves the place at `root` down until none below it comes after it.
  private func sink(
    _ root: Int, _ heap: UnsafeMutablePointer<Int32>, count: Int,
    _ comesBefore: (Int32, Int32) -> Bool
  ) {
    var parent = root
    while 2 * parent + 1 < count {
      var child = 2 * parent + 1
      if child + 1 < count, comesBefore(heap[child], heap[child + 1]) { child += 1 }
      guard comesBefore(heap[parent], heap[child]) else { return }
      (heap[parent], heap[child]) = (heap[child], heap[parent])
      parent = child
    }
  }
}
