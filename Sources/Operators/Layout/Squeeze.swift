// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The same elements without some axes of size 1.
///
/// | operand  | type                      | shape                      | quantization |
/// |----------|---------------------------|----------------------------|--------------|
/// | `input`  | any of fixed size, string | any                        | per tensor   |
/// | `output` | type of `input`           | `input`'s without the axes | as `input`   |
///
/// Constraints:
/// - C1: each axis is in −rank ..< rank.
/// - C2: each axis named has size 1. Without names, all axes of size 1 go.
///
/// Source: TensorFlow Lite operator SQUEEZE; TensorFlow `tf.squeeze`.
package struct Squeeze: LiteOperator {
  package static let builtin = BuiltinOperator.squeeze

  /// The axes to remove; all of size 1 if empty.
  package var axes: [Int]

  package init(axes: [Int] = []) {
    self.axes = axes
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, .elements)],
      outputs: [OperandRule("output", .activation, .elements)], scales: .shared)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    axes = try SqueezeOptionsView(options).squeezeDims.array.map { Int($0) }
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    var isRemoved = shape.dimensions.map { axes.isEmpty && $0 == 1 }
    for axis in axes {
      let resolved = try shape.checkedAxis(axis)  // C1
      guard shape[resolved] == 1 else {  // C2
        throw OperatorError("axis \(axis) of \(shape.description) is not 1")
      }
      isRemoved[resolved] = true
    }
    return [Shape(zip(shape.dimensions, isRemoved).filter { !$0.1 }.map { $0.0 })]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOutputs(context.input(0).type)
    return .sameBytes(context)
  }

  package var overwritableInputs: [Int] { [0] }
}
