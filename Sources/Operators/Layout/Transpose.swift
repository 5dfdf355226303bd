// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with its axes in another order.
///
/// `y[i_{p₀}, i_{p₁}, …] = x[i₀, i₁, …]`
///
/// | operand       | type              | shape            | quantization |
/// |---------------|-------------------|------------------|--------------|
/// | `input`       | any of fixed size | any              | per tensor   |
/// | `permutation` | int32, int64      | `[rank]`         |              |
/// | `output`      | type of `input`   | axes as permuted | as `input`   |
///
/// Constraints:
/// - C1: `permutation` is constant, with an element for each axis.
/// - C2: it names each axis once; negative ones count from the end.
///
/// Source: TensorFlow Lite operator TRANSPOSE; TensorFlow `tf.transpose`.
package struct Transpose: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.transpose

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .fixedSize),
        OperandRule("permutation", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .fixedSize)], scales: .shared,
      widens: .packed)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    return [Shape(try permutation(inputs[1]!, of: shape).map { shape[$0] })]
  }

  private func permutation(_ operand: Operand, of shape: Shape) throws(OperatorError) -> [Int] {
    let named = try operand.knownIntegers("permutation", count: shape.rank)  // C1
    var isNamed = [Bool](repeating: false, count: shape.rank)
    var axes: [Int] = []
    for axis in named {
      let resolved = try shape.checkedAxis(axis)  // C2
      guard !isNamed[resolved] else {  // C2
        throw OperatorError("'permutation' names axis \(resolved) twice")
      }
      isNamed[resolved] = true
      axes.append(resolved)
    }
    return axes
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let strides = input.shape.rowMajorStrides
    let permuted = try permutation(context.input(1), of: input.shape).map { strides[$0] }
    let copy = RegionCopy(
      output.shape.dimensions, of: input.type,
      from: CopySide(.slot(input.slot), strides: permuted), to: CopySide(output))
    return .copying([copy], threadCount: context.threadCount)
  }
}
