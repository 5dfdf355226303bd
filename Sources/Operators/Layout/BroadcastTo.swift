// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor repeated to fill a larger shape.
///
/// | operand  | type               | shape    | quantization |
/// |----------|--------------------|----------|--------------|
/// | `input`  | any of whole bytes | any      | per tensor   |
/// | `shape`  | int32, int64       | `[rank]` |              |
/// | `output` | type of `input`    | `shape`  | as `input`   |
///
/// Constraints:
/// - C1: `shape` is a constant vector of valid dimensions.
/// - C2: aligned at the end, each dimension of `input` is 1 or the one of `shape`.
///
/// Source: TensorFlow Lite operator BROADCAST_TO; TensorFlow `tf.broadcast_to`.
package struct BroadcastTo: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.broadcastTo

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("shape", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = try Shape.checked(inputs[1]!.knownIntegers("shape"))  // C1
    let input = inputs[0]!.shape
    guard input.rank <= shape.rank, input.broadcast(with: shape) == shape else {  // C2
      throw OperatorError("cannot broadcast \(input.description) to \(shape.description)")
    }
    return [shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let copy = RegionCopy(
      output.shape.dimensions, of: input.type,
      from: CopySide(.slot(input.slot), strides: input.shape.strides(broadcastTo: output.shape)),
      to: CopySide(output))
    return .copying([copy], threadCount: context.threadCount)
  }
}

extension Shape {
  /// Row-major strides for reading this shape as if it were `shape`: 0 along repeated axes.
  fileprivate func strides(broadcastTo shape: Shape) -> [Int] {
    let strides = rowMajorStrides
    let added = shape.rank - rank
    return (0..<shape.rank).map { axis in
      axis < added || dimensions[axis - added] == 1 ? 0 : strides[axis - added]
    }
  }
}
