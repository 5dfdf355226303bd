// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor cut into pieces of given sizes along an axis.
///
/// | operand     | type               | shape                       | quantization |
/// |-------------|--------------------|-----------------------------|--------------|
/// | `input`     | any of whole bytes | any                         | per tensor   |
/// | `sizes`     | int32, int64       | `[outputs]`                 |              |
/// | `axis`      | int32              | one element                 |              |
/// | `outputs` … | type of `input`    | `input`'s, the axis as said | as `input`   |
///
/// Constraints:
/// - C1: `axis` is constant, has one element and is in −rank ..< rank.
/// - C2: `sizes` is constant and has an element for each output, as the option `num_splits` says.
/// - C3: sizes are not negative but for at most one −1, which takes what the others leave; their
///   sum is the axis.
///
/// Source: TensorFlow Lite operator SPLIT_V; TensorFlow `tf.split`.
package struct SplitV: LiteOperator {
  package static let builtin = BuiltinOperator.splitV

  package var splitCount: Int

  package init(splitCount: Int) {
    self.splitCount = splitCount
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    splitCount = try SplitVOptionsView(options).numSplits
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("sizes", .control, .indices),
        OperandRule("axis", .control, .int32),
      ],
      outputs: [OperandRule("outputs", .activation, .wholeBytes)], repeatsLastOutput: true,
      scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    let axis = try shape.checkedAxis(inputs[2]!.knownInteger("axis"))  // C1
    guard splitCount == outputCount else {  // C2
      throw OperatorError("num_splits is \(splitCount), there are \(outputCount) outputs")
    }
    var shapes: [Shape] = []
    for size in try sizes(inputs[1]!, of: shape[axis]) {
      var dimensions = shape.dimensions
      dimensions[axis] = size
      shapes.append(Shape(dimensions))
    }
    return shapes
  }

  private func sizes(_ operand: Operand, of extent: Int) throws(OperatorError) -> [Int] {
    var sizes = try operand.knownIntegers("sizes", count: splitCount)  // C2
    var rest = extent
    var open: Int?
    for (index, size) in sizes.enumerated() {
      if size == -1, open == nil {
        open = index
      } else if size >= 0, size <= rest {
        rest -= size
      } else {
        throw OperatorError("size \(size) of piece \(index) does not fit into \(extent)")  // C3
      }
    }
    if let open {
      sizes[open] = rest
    } else if rest != 0 {
      throw OperatorError("sizes sum to \(extent - rest), the axis is \(extent)")  // C3
    }
    return sizes
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(0)
    let axis = try input.shape.checkedAxis(context.input(2).knownInteger("axis"))
    return try AxisPieces(input: input, axis: axis, dropsAxis: false)
      .evaluation(sizes: sizes(context.input(1), of: input.shape[axis]), context)
  }
}
