// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Matrices with their diagonals replaced.
///
/// | operand    | type               | shape            |
/// |------------|--------------------|------------------|
/// | `input`    | any of whole bytes | `[…, m, n]`      |
/// | `diagonal` | as `input`         | `[…, min(m, n)]` |
/// | `output`   | as `input`         | `[…, m, n]`      |
///
/// Constraints:
/// - C1: `input` has at least two axes.
/// - C2: `diagonal` has the type of `input` and the shape above.
///
/// Source: TensorFlow Lite operator MATRIX_SET_DIAG; TensorFlow `tf.linalg.set_diag`.
package struct MatrixSetDiag: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.matrixSetDiag

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("diagonal", .activation, .wholeBytes),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, diagonal) = (inputs[0]!, inputs[1]!)
    let rank = input.shape.rank
    guard rank >= 2 else {  // C1
      throw OperatorError("'input' is \(input.shape.description), must have two axes or more")
    }
    let expected = Shape(
      input.shape.dimensions.dropLast(2) + [min(input.shape[rank - 2], input.shape[rank - 1])])
    guard diagonal.type == input.type, diagonal.shape == expected else {  // C2
      throw OperatorError(
        "'diagonal' is \(diagonal.type.name) \(diagonal.shape.description), must be "
          + "\(input.type.name) \(expected.description)")
    }
    return [input.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let whole = RegionCopy(
      input.shape.dimensions, of: input.type, from: CopySide(input), to: CopySide(output))
    let diagonal = RegionCopy(diagonal: context.input(1), into: output)
    return Evaluation(
      kernel: "xx_strided_copy",
      stages: [
        .copying([whole], threadCount: context.threadCount),
        .copying([diagonal], threadCount: context.threadCount),
      ])
  }

  package var overwritableInputs: [Int] { [0] }
}
