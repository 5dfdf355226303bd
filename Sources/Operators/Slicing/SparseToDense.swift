// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Values put at points of a tensor that else holds one value.
///
/// `y[indices[i, 0], …, indices[i, k − 1]] = values[i]`, elsewhere `default`; the last value of
/// those at one point stays.
///
/// | operand   | type                              | shape                            |
/// |-----------|-----------------------------------|----------------------------------|
/// | `indices` | int32, int64                      | `[n, rank]`, `[n]` or one number |
/// | `shape`   | int32, int64                      | `[rank]`                         |
/// | `values`  | float32, int8, uint8, int32, int64 | `[n]`, or one for all points    |
/// | `default` | as `values`                       | one                              |
/// | `output`  | as `values`                       | `shape`                          |
///
/// Constraints:
/// - C1: `shape` is a constant vector of valid dimensions, one at least.
/// - C2: `indices` has an index for each dimension, and `values` one element or one for each point.
/// - C3: `values`, `default`, which is one element, and `output` have one type.
/// - C4: indices are inside their axes; checked at inference.
///
/// Source: TensorFlow Lite operator SPARSE_TO_DENSE; TensorFlow `tf.raw_ops.SparseToDense`.
package struct SparseToDense: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.sparseToDense

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int8, .uint8, .int32, .int64]
    return OperandRules(
      inputs: [
        OperandRule("indices", .control, .indices), OperandRule("shape", .control, .indices),
        OperandRule("values", .control, types), OperandRule("default", .control, types),
      ],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[2]!] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (points, values) = (Self.points(inputs[0]!), inputs[2]!.shape)
    let shape = try Shape.checked(inputs[1]!.knownIntegers("shape"))  // C1
    guard inputs[1]!.shape.rank == 1, shape.rank > 0 else {  // C1
      throw OperatorError("'shape' must be a vector of one dimension at least")
    }
    guard points.rank == 2, points[1] == shape.rank,
      values.rank == 0 || values == Shape([points[0]])
    else {  // C2
      throw OperatorError(
        "indices \(inputs[0]!.shape.description) do not tell where in \(shape.description) "
          + "values \(values.description) are")
    }
    return [shape]
  }

  /// A matrix of points.
  private static func points(_ indices: Operand) -> Shape {
    switch indices.shape.rank {
    case 0: Shape([1, 1])
    case 1: Shape([indices.shape[0], 1])
    default: indices.shape
    }
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (indices, values, other) = (context.input(0), context.input(2), context.input(3))
    let output = context.output
    guard other.elementCount == 1, other.type == values.type, output.type == values.type
    else {  // C3
      throw OperatorError("'values', 'default', one element, and the output must be of one type")
    }
    let points = PointReader(
      indices.reshaped(to: Self.points(indices)), into: output.shape)
    let size = output.type.byteCount(of: 1)!
    let step = values.shape.rank == 0 ? 0 : size
    let (from, to) = (values.slot, output.slot)
    let placing = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      for point in 0..<points.count {
        let offset = try points.offset(point, in: tensors)  // C4
        (tensors[to] + offset * size).copyMemory(
          from: tensors[from] + point * step, byteCount: size)
      }
    }
    let filling = RegionCopy(filling: output, with: .slot(other.slot))
    return Evaluation(
      kernel: "sparse_to_dense",
      stages: [.copying([filling], threadCount: context.threadCount), placing])
  }
}
