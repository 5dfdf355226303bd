// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The same elements in the same order under another shape.
///
/// | operand  | type                      | shape    | quantization |
/// |----------|---------------------------|----------|--------------|
/// | `input`  | any of fixed size, string | any      | per tensor   |
/// | `shape`  | int32, optional           | `[rank]` |              |
/// | `output` | type of `input`           | as asked | as `input`   |
///
/// Constraints:
/// - C1: `shape` is constant; without a vector `shape`, the option `new_shape` counts, in which a
///   lone 0 means a scalar.
/// - C2: at most one dimension is −1, for what the others leave; no other is negative.
///   Where one of them is 0, zeros are left out on both sides: `[0, 4, 5]` as `[0, -1]` is
///   `[0, 20]`, as TensorFlow has it.
/// - C3: the number of elements stays the same.
///
/// Source: TensorFlow Lite operator RESHAPE; TensorFlow `tf.reshape`.
package struct Reshape: LiteOperator {
  package static let builtin = BuiltinOperator.reshape

  /// The shape asked for, where no operand says it.
  package var newShape: [Int]

  package init(newShape: [Int] = []) {
    self.newShape = newShape
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .elements),
        OperandRule("shape", .control, .int32, isOptional: true),
      ],
      outputs: [OperandRule("output", .activation, .elements)], scales: .shared)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    newShape = try ReshapeOptionsView(options).newShape.array.map { Int($0) }
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let count = inputs[0]!.elementCount
    var dimensions = newShape == [0] ? [] : newShape
    if inputs.count > 1, let shape = inputs[1], shape.shape.rank == 1 {
      dimensions = try shape.knownIntegers("shape")  // C1
    }
    if let open = dimensions.firstIndex(of: -1) {
      dimensions[open] = 1
      let rest = try Shape.checked(dimensions)  // C2
      dimensions[open] =
        rest.elementCount > 0
        ? count / rest.elementCount : inputs[0]!.shape.countWithoutZeros / rest.countWithoutZeros
    }
    let shape = try Shape.checked(dimensions)  // C2
    guard shape.elementCount == count else {  // C3
      throw OperatorError(
        "cannot reshape \(inputs[0]!.shape.description) with \(count) elements to "
          + shape.description)
    }
    return [shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOutputs(context.input(0).type)
    return .sameBytes(context)
  }

  package var overwritableInputs: [Int] { [0] }
}

extension Shape {
  fileprivate var countWithoutZeros: Int {
    dimensions.reduce(1) { $1 == 0 ? $0 : $0.saturatingProduct($1) }
  }
}
