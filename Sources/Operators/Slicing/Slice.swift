// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A box cut out of a tensor.
///
/// `y[i₀, i₁, …] = x[begin₀ + i₀, begin₁ + i₁, …]`
///
/// | operand  | type                      | shape    | quantization |
/// |----------|---------------------------|----------|--------------|
/// | `input`  | any of fixed size, string | any      | per tensor   |
/// | `begin`  | int32, int64              | `[rank]` |              |
/// | `size`   | int32, int64              | `[rank]` |              |
/// | `output` | type of `input`           | `size`   | as `input`   |
///
/// Constraints:
/// - C1: `size` is constant and has an element for each axis; −1 takes all that is left, for which
///   `begin` must be constant too.
/// - C2: the box lies inside the input. A `begin` that only the inference knows is checked then.
///
/// Source: TensorFlow Lite operator SLICE; TensorFlow `tf.slice`.
package struct Slice: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.slice

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .elements),
        OperandRule("begin", .control, .indices),
        OperandRule("size", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .elements)], scales: .shared,
      widens: .packed)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    var size = try inputs[2]!.knownIntegers("size", count: shape.rank)  // C1
    guard size.contains(-1) || inputs[1]!.constant != nil else {
      return [try Shape.checked(size)]
    }
    let begin = try inputs[1]!.knownIntegers("begin", count: shape.rank)  // C1
    for axis in size.indices {
      if size[axis] == -1 { size[axis] = shape[axis] - min(max(begin[axis], 0), shape[axis]) }
      try Self.check(begin[axis], size[axis], axis, shape)  // C2
    }
    return [Shape(size)]
  }

  private static func check(
    _ begin: Int, _ size: Int, _ axis: Int, _ shape: Shape
  ) throws(OperatorError) {
    guard begin >= 0, size >= 0, begin <= shape[axis], size <= shape[axis] - begin else {
      throw OperatorError(
        "begin \(begin) and size \(size) are out of range for axis \(axis) of "
          + shape.description)
    }
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, begin, output) = (context.input(0), context.input(1), context.output)
    try context.requireOutputs(input.type)
    guard begin.shape == Shape([input.shape.rank]) else {  // C1
      throw OperatorError(
        "'begin' is \(begin.shape.description), must have an element for each axis of "
          + input.shape.description)
    }
    if begin.constant != nil {
      let start = try begin.knownIntegers("begin")
      let copy = RegionCopy(
        output.shape.dimensions, of: input.type, from: CopySide(input, from: start),
        to: CopySide(output))
      return .copying([copy], threadCount: context.threadCount)
    }
    return movingEvaluation(input, begin, output)
  }

  /// The box starts where the inference says.
  private func movingEvaluation(
    _ input: Operand, _ begin: Operand, _ output: Operand
  ) -> Evaluation {
    let copy = RegionCopy(
      output.shape.dimensions, of: input.type, from: CopySide(input), to: CopySide(output))
    let (shape, size) = (input.shape, output.shape)
    let strides = shape.rowMajorStrides.map { input.type.runtimeByteCount(of: $0)! }
    let indices = IndexReader(begin)
    return Evaluation(kernel: "xx_strided_copy") { (tensors: TensorTable) throws(OperatorError) in
      var offset = 0
      for axis in 0..<shape.rank {
        let start = indices.value(axis, in: tensors)
        try Self.check(start, size[axis], axis, shape)  // C2
        offset += start * strides[axis]
      }
      copy.run(tensors, sourceShift: offset)
    }
  }
}
