// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Slices of a tensor, picked by points.
///
/// `y[i…, n…] = x[indices[i…, 0], …, indices[i…, k − 1], n…]`
///
/// | operand   | type                       | shape            | quantization |
/// |-----------|----------------------------|------------------|--------------|
/// | `input`   | any of whole bytes, string | any but a scalar | per tensor   |
/// | `indices` | int16, int32, int64        | `[i…, k]`        |              |
/// | `output`  | type of `input`            | `[i…, n…]`       | as `input`   |
///
/// Constraints:
/// - C1: `input` and `indices` have an axis; k is at most the rank of `input`.
/// - C2: the result has a valid number of elements.
/// - C3: indices are inside their axes; checked at inference.
///
/// Source: TensorFlow Lite operator GATHER_ND; TensorFlow `tf.gather_nd`.
package struct GatherND: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.gatherND

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .movable),
        OperandRule("indices", .control, .gatherIndices),
      ],
      outputs: [OperandRule("output", .activation, .movable)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, indices) = (inputs[0]!.shape, inputs[1]!.shape)
    guard input.rank > 0, let depth = indices.dimensions.last, depth <= input.rank else {  // C1
      throw OperatorError(
        "indices \(indices.description) do not point into \(input.description)")
    }
    return [
      try Shape.checked(  // C2
        Array(indices.dimensions.dropLast()) + input.dimensions[depth...])
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(0)
    try context.requireOutputs(input.type)
    let points = PointReader(context.input(1), into: input.shape)
    let (from, to) = (input.slot, context.output.slot)
    let size = input.type.runtimeByteCount(of: 1)!
    let sliceByteCount = points.sliceCount * size
    return Evaluation(kernel: "xx_gather_nd") { (tensors: TensorTable) throws(OperatorError) in
      for point in 0..<points.count {
        let offset = try points.offset(point, in: tensors)  // C3
        (tensors[to] + point * sliceByteCount).copyMemory(
          from: tensors[from] + offset * size, byteCount: sliceByteCount)
      }
    }
  }
}
