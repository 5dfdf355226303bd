// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor cut into equal pieces along an axis.
///
/// | operand     | type               | shape                       | quantization |
/// |-------------|--------------------|-----------------------------|--------------|
/// | `axis`      | int32              | one element                 |              |
/// | `input`     | any of whole bytes | any                         | per tensor   |
/// | `outputs` … | type of `input`    | `input`'s, the axis divided | as `input`   |
///
/// Constraints:
/// - C1: `axis` is constant, has one element and is in −rank ..< rank.
/// - C2: the option `num_splits` is the number of outputs, at least 1.
/// - C3: the axis divides evenly.
///
/// Source: TensorFlow Lite operator SPLIT; TensorFlow `tf.split`.
package struct Split: LiteOperator {
  package static let builtin = BuiltinOperator.split

  package var splitCount: Int

  package init(splitCount: Int) {
    self.splitCount = splitCount
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    splitCount = try SplitOptionsView(options).numSplits
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("axis", .control, .int32),
        OperandRule("input", .activation, .wholeBytes),
      ],
      outputs: [OperandRule("outputs", .activation, .wholeBytes)], repeatsLastOutput: true,
      scales: .shared)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[1]!] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[1]!.shape
    let axis = try shape.checkedAxis(inputs[0]!.knownInteger("axis"))  // C1
    guard splitCount >= 1, splitCount == outputCount else {  // C2
      throw OperatorError("num_splits is \(splitCount), there are \(outputCount) outputs")
    }
    guard shape[axis] % splitCount == 0 else {  // C3
      throw OperatorError(
        "axis \(axis) of \(shape.description) does not divide into \(splitCount) pieces")
    }
    var dimensions = shape.dimensions
    dimensions[axis] /= splitCount
    return [Shape](repeating: Shape(dimensions), count: outputCount)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(1)
    let axis = try input.shape.checkedAxis(context.input(0).knownInteger("axis"))
    let size = input.shape[axis] / splitCount
    return try AxisPieces(input: input, axis: axis, dropsAxis: false)
      .evaluation(sizes: [Int](repeating: size, count: splitCount), context)
  }
}
