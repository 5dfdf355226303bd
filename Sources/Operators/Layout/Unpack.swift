// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The slices of a tensor along an axis, without that axis.
///
/// `yᵢ[…] = x[…, i, …]`
///
/// | operand     | type               | shape                  | quantization |
/// |-------------|--------------------|------------------------|--------------|
/// | `input`     | any of whole bytes | any but a scalar       | per tensor   |
/// | `outputs` … | type of `input`    | `input`'s without axis | as `input`   |
///
/// Constraints:
/// - C1: the axis is in −rank ..< rank.
/// - C2: the axis is as long as the option `num` says, and there are as many outputs.
///
/// Source: TensorFlow Lite operator UNPACK; TensorFlow `tf.unstack`.
package struct Unpack: LiteOperator {
  package static let builtin = BuiltinOperator.unpack

  package var axis: Int
  package var count: Int

  package init(axis: Int, count: Int) {
    self.axis = axis
    self.count = count
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try UnpackOptionsView(options)
    axis = view.axis
    count = view.num
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, .wholeBytes)],
      outputs: [OperandRule("outputs", .activation, .wholeBytes)], repeatsLastOutput: true,
      scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    let axis = try shape.checkedAxis(axis)  // C1
    guard shape[axis] == count, count == outputCount else {  // C2
      throw OperatorError(
        "num is \(count), axis \(axis) of \(shape.description), there are \(outputCount) outputs")
    }
    var dimensions = shape.dimensions
    dimensions.remove(at: axis)
    return [Shape](repeating: Shape(dimensions), count: count)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(0)
    let axis = try input.shape.checkedAxis(axis)
    return try AxisPieces(input: input, axis: axis, dropsAxis: true)
      .evaluation(sizes: [Int](repeating: 1, count: count), context)
  }
}
