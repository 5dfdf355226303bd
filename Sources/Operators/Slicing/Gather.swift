// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Slices of a tensor along an axis, picked by index.
///
/// `y[b…, o…, i…, n…] = x[b…, o…, indices[b…, i…], n…]`, b the batch axes, o those between them
/// and the axis, n those behind it.
///
/// | operand   | type                      | shape                                 | quantization |
/// |-----------|---------------------------|---------------------------------------|--------------|
/// | `input`   | any of fixed size, string | any but a scalar                      | per tensor   |
/// | `indices` | int16, int32, int64       | any                                   |              |
/// | `output`  | type of `input`           | the axis replaced by `indices`' shape | as `input`   |
///
/// Constraints:
/// - C1: the axis is in −rank ..< rank.
/// - C2: the option `batch_dims`, negative from the end of `indices`, is at most the axis and the
///   rank of `indices`.
/// - C3: `input` and `indices` agree on the batch axes; the result has a valid number of elements.
/// - C4: indices are in 0 ..< axis; checked at inference.
///
/// Source: TensorFlow Lite operator GATHER; TensorFlow `tf.gather`.
package struct Gather: LiteOperator {
  package static let builtin = BuiltinOperator.gather

  package var axis: Int
  package var batchDimensions: Int

  package init(axis: Int, batchDimensions: Int = 0) {
    self.axis = axis
    self.batchDimensions = batchDimensions
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try GatherOptionsView(options)
    axis = view.axis
    batchDimensions = view.batchDims
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .elements),
        OperandRule("indices", .control, .gatherIndices),
      ],
      outputs: [OperandRule("output", .activation, .elements)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, indices) = (inputs[0]!.shape, inputs[1]!.shape)
    let (axis, batch) = try resolved(input, indices)
    guard input.dimensions[..<batch] == indices.dimensions[..<batch] else {  // C3
      throw OperatorError(
        "\(input.description) and \(indices.description) differ in the first \(batch) axes")
    }
    return [
      try Shape.checked(  // C3
        Array(input.dimensions[..<axis]) + indices.dimensions[batch...]
          + input.dimensions[(axis + 1)...])
    ]
  }

  private func resolved(
    _ input: Shape, _ indices: Shape
  ) throws(OperatorError) -> (axis: Int, batch: Int) {
    let axis = try input.checkedAxis(axis)  // C1
    let batch = batchDimensions < 0 ? batchDimensions + indices.rank : batchDimensions
    guard batch >= 0, batch <= axis, batch <= indices.rank else {  // C2
      throw OperatorError(
        "batch_dims \(batchDimensions) is out of range for axis \(axis) and indices "
          + indices.description)
    }
    return (axis, batch)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, indices) = (context.input(0), context.input(1))
    try context.requireOutputs(input.type)
    let (axis, batch) = try resolved(input.shape, indices.shape)
    let picking = RowPicking(
      rows: input, indices: indices, output: context.output,
      batchCount: input.shape.elementCount(in: 0..<batch),
      outerCount: input.shape.elementCount(in: batch..<axis), rowCount: input.shape[axis],
      rowLength: input.shape.elementCount(in: axis + 1..<input.shape.rank))
    return picking.evaluation(threadCount: context.threadCount)
  }
}
