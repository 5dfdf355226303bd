// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with a box of it replaced, at a place that each inference says.
///
/// The box is moved as little as needed to lie inside.
///
/// | operand  | type              | shape             | quantization |
/// |----------|-------------------|-------------------|--------------|
/// | `input`  | any of fixed size | any               | per tensor   |
/// | `update` | as `input`        | at most `input`'s | as `input`   |
/// | `start`  | int32, int64      | `[rank]`          |              |
/// | `output` | as `input`        | `input`'s         | as `input`   |
///
/// Constraints:
/// - C1: `update` has the type and rank of `input` and no larger axis.
/// - C2: `start` has an element for each axis.
///
/// Source: TensorFlow Lite operator DYNAMIC_UPDATE_SLICE; XLA DynamicUpdateSlice.
package struct DynamicUpdateSlice: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.dynamicUpdateSlice

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .fixedSize),
        OperandRule("update", .activation, .fixedSize),
        OperandRule("start", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .fixedSize)], scales: .shared,
      widens: .packed)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, update, start) = (inputs[0]!, inputs[1]!, inputs[2]!)
    let fits = zip(update.shape.dimensions, input.shape.dimensions).allSatisfy { $0 <= $1 }
    guard update.type == input.type, update.shape.rank == input.shape.rank, fits else {  // C1
      throw OperatorError(
        "'update' is \(update.type.name) \(update.shape.description), must fit into "
          + "\(input.type.name) \(input.shape.description)")
    }
    guard start.shape == Shape([input.shape.rank]) else {  // C2
      throw OperatorError(
        "'start' is \(start.shape.description), must be [\(input.shape.rank)]")
    }
    return [input.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, update, output) = (context.input(0), context.input(1), context.output)
    try context.requireOutputs(input.type)
    let whole = RegionCopy(
      input.shape.dimensions, of: input.type, from: CopySide(input), to: CopySide(output))
    let box = RegionCopy(
      update.shape.dimensions, of: input.type, from: CopySide(update), to: CopySide(output))
    let indices = IndexReader(context.input(2))
    let room = zip(input.shape.dimensions, update.shape.dimensions).map { $0 - $1 }
    let strides = output.shape.rowMajorStrides.map { output.type.byteCount(of: $0)! }
    let updating = Stage(taskCount: 1) {
      (tensors: TensorTable, _: Int) throws(OperatorError) in
      var shift = 0
      for axis in room.indices {
        shift += min(max(indices.value(axis, in: tensors), 0), room[axis]) * strides[axis]
      }
      box.run(tensors, targetShift: shift)
    }
    return Evaluation(
      kernel: "xx_strided_copy",
      stages: [.copying([whole], threadCount: context.threadCount), updating])
  }

  package var overwritableInputs: [Int] { [0] }
}
