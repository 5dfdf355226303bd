// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Slices added at points of a tensor of zeros.
///
/// `y[indices[i…, 0], …, indices[i…, k − 1], n…] += updates[i…, n…]`; integers wrap, booleans are
/// joined by or.
///
/// | operand   | type                                     | shape      |
/// |-----------|------------------------------------------|------------|
/// | `indices` | int32                                    | `[i…, k]`  |
/// | `updates` | float32, int8, uint8, int32, int64, bool | `[i…, n…]` |
/// | `shape`   | int32                                    | `[rank]`   |
/// | `output`  | type of `updates`                        | `shape`    |
///
/// Constraints:
/// - C1: `shape` is a constant vector of valid dimensions.
/// - C2: `indices` and `updates` have an axis; k is at most the rank of the result.
/// - C3: `updates` has the points of `indices` and the axes of `shape` that they leave.
/// - C4: indices are inside their axes; checked at inference.
///
/// Source: TensorFlow Lite operator SCATTER_ND; TensorFlow `tf.scatter_nd`.
package struct ScatterND: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.scatterND

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int8, .uint8, .int32, .int64, .bool]
    return OperandRules(
      inputs: [
        OperandRule("indices", .control, .int32),
        OperandRule("updates", .control, types),
        OperandRule("shape", .control, .int32),
      ],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[1]!] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (indices, updates) = (inputs[0]!.shape, inputs[1]!.shape)
    let shape = try Shape.checked(inputs[2]!.knownIntegers("shape"))  // C1
    guard let depth = indices.dimensions.last, updates.rank > 0, depth <= shape.rank else {  // C2
      throw OperatorError(
        "indices \(indices.description) do not point into \(shape.description)")
    }
    let expected = Shape(Array(indices.dimensions.dropLast()) + shape.dimensions[depth...])
    guard updates == expected else {  // C3
      throw OperatorError(
        "'updates' is \(updates.description), must be \(expected.description)")
    }
    return [shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let type = context.input(1).type
    try context.requireOutputs(type)
    switch type {
    case .float32: return adding(context) { (a: Float, b: Float) in a + b }
    case .int8, .uint8: return adding(context) { (a: UInt8, b: UInt8) in a &+ b }
    case .bool: return adding(context) { (a: UInt8, b: UInt8) in a | b }
    case .int32: return adding(context) { (a: Int32, b: Int32) in a &+ b }
    default: return adding(context) { (a: Int64, b: Int64) in a &+ b }
    }
  }

  private func adding<Element: BitwiseCopyable>(
    _ context: PrepareContext, _ add: @escaping (Element, Element) -> Element
  ) -> Evaluation {
    let (updates, output) = (context.input(1), context.output)
    let points = PointReader(context.input(0), into: output.shape)
    let (from, to) = (updates.slot, output.slot)
    let zeros = RegionCopy(
      filling: output, with: .buffer(PreparedBuffer(byteCount: output.type.byteCount(of: 1)!)))
    let sums = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      let source = tensors.elements(from, as: Element.self)
      let target = tensors.elements(to, as: Element.self)
      for point in 0..<points.count {
        let offset = try points.offset(point, in: tensors)  // C4
        for i in 0..<points.sliceCount {
          target[offset + i] = add(target[offset + i], source[point * points.sliceCount + i])
        }
      }
    }
    return Evaluation(
      kernel: "scatter_nd",
      stages: [.copying([zeros], threadCount: context.threadCount), sums])
  }
}
