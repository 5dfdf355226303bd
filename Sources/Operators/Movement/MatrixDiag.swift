// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Square matrices with given diagonals and zeros elsewhere.
///
/// | operand    | type               | shape       |
/// |------------|--------------------|-------------|
/// | `diagonal` | any of whole bytes | `[…, n]`    |
/// | `output`   | as `diagonal`      | `[…, n, n]` |
///
/// Constraints:
/// - C1: `diagonal` is not a scalar, and the result has a valid number of elements.
///
/// Source: TensorFlow Lite operator MATRIX_DIAG; TensorFlow `tf.linalg.diag`.
package struct MatrixDiag: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.matrixDiag

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("diagonal", .activation, .wholeBytes)],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let dimensions = inputs[0]!.shape.dimensions
    guard let last = dimensions.last else {  // C1
      throw OperatorError("'diagonal' is a scalar, must have an axis")
    }
    return [try Shape.checked(dimensions + [last])]  // C1
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let zeros = RegionCopy(
      filling: output,
      with: .buffer(PreparedBuffer(byteCount: output.type.byteCount(of: 1)!)))
    let diagonal = RegionCopy(diagonal: input, into: output)
    return Evaluation(
      kernel: "xx_strided_copy",
      stages: [
        .copying([zeros], threadCount: context.threadCount),
        .copying([diagonal], threadCount: context.threadCount),
      ])
  }
}

extension RegionCopy {
  /// Copies the last axis of `input` to the diagonals of the matrices of `output`.
  init(diagonal input: Operand, into output: Operand) {
    var strides = output.shape.rowMajorStrides
    let column = strides.removeLast()
    strides[strides.count - 1] += column
    self.init(
      input.shape.dimensions, of: input.type, from: CopySide(input),
      to: CopySide(.slot(output.slot), strides: strides))
  }
}
