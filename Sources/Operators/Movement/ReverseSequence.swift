// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with the first elements along an axis read backwards, a number of them for each batch.
///
/// | operand   | type               | shape     | quantization |
/// |-----------|--------------------|-----------|--------------|
/// | `input`   | any of whole bytes | any       | per tensor   |
/// | `lengths` | int32, int64       | `[batch]` |              |
/// | `output`  | type of `input`    | `input`'s | as `input`   |
///
/// Constraints:
/// - C1: the options `seq_dim` and `batch_dim` are two different axes, in 0 ..< rank.
/// - C2: `lengths` is a vector with an element for each batch.
/// - C3: lengths are from 0 to the axis; checked at inference.
///
/// Source: TensorFlow Lite operator REVERSE_SEQUENCE; TensorFlow `tf.reverse_sequence`.
package struct ReverseSequence: LiteOperator {
  package static let builtin = BuiltinOperator.reverseSequence

  package var sequenceAxis: Int
  package var batchAxis: Int

  package init(sequenceAxis: Int, batchAxis: Int) {
    self.sequenceAxis = sequenceAxis
    self.batchAxis = batchAxis
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try ReverseSequenceOptionsView(options)
    sequenceAxis = view.seqDim
    batchAxis = view.batchDim
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("lengths", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (shape, lengths) = (inputs[0]!.shape, inputs[1]!.shape)
    let axes = shape.dimensions.indices
    guard axes.contains(sequenceAxis), axes.contains(batchAxis), sequenceAxis != batchAxis
    else {  // C1
      throw OperatorError(
        "seq_dim \(sequenceAxis) and batch_dim \(batchAxis) must be two axes of "
          + shape.description)
    }
    guard lengths == Shape([shape[batchAxis]]) else {  // C2
      throw OperatorError("'lengths' is \(lengths.description), must be [\(shape[batchAxis])]")
    }
    return [shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let shape = input.shape
    var slab = shape.dimensions
    slab[sequenceAxis] = 1
    slab[batchAxis] = 1
    let copy = RegionCopy(slab, of: input.type, from: CopySide(input), to: CopySide(output))
    let strides = shape.rowMajorStrides.map { input.type.byteCount(of: $0)! }
    let (sequence, batch) = (strides[sequenceAxis], strides[batchAxis])
    let (extent, batchCount) = (shape[sequenceAxis], shape[batchAxis])
    let lengths = IndexReader(context.input(1))
    return Evaluation(kernel: "xx_strided_copy") { (tensors: TensorTable) throws(OperatorError) in
      for image in 0..<batchCount {
        let length = lengths.value(image, in: tensors)
        guard length >= 0, length <= extent else {  // C3
          throw OperatorError("length \(length) is out of range: allowed 0 to \(extent)")
        }
        for position in 0..<extent {
          let source = position < length ? length - 1 - position : position
          copy.run(
            tensors, sourceShift: image * batch + source * sequence,
            targetShift: image * batch + position * sequence)
        }
      }
    }
  }
}
