// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor repeated along its axes.
///
/// `y[i₀, …] = x[i₀ mod d₀, …]`
///
/// | operand     | type                       | shape                 | quantization |
/// |-------------|----------------------------|-----------------------|--------------|
/// | `input`     | any of whole bytes, string | any                   | per tensor   |
/// | `multiples` | int32, int64               | `[rank]`              |              |
/// | `output`    | type of `input`            | `input`'s × multiples | as `input`   |
///
/// Constraints:
/// - C1: `multiples` is constant, with an element for each axis.
/// - C2: multiples are not negative, and the result has a valid number of elements.
///
/// Source: TensorFlow Lite operator TILE; TensorFlow `tf.tile`.
package struct Tile: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.tile

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .movable),
        OperandRule("multiples", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .movable)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    let multiples = try inputs[1]!.knownIntegers("multiples", count: shape.rank)  // C1
    var dimensions: [Int] = []
    for (dimension, multiple) in zip(shape.dimensions, multiples) {
      let (product, overflow) = dimension.multipliedReportingOverflow(by: multiple)
      guard multiple >= 0, !overflow else {  // C2
        throw OperatorError("multiple \(multiple) of \(dimension) is negative or too large")
      }
      dimensions.append(product)
    }
    return [try Shape.checked(dimensions)]  // C2
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let (source, target) = (input.shape.rowMajorStrides, output.shape.rowMajorStrides)
    var (extents, from, to) = ([Int](), [Int](), [Int]())
    for (axis, dimension) in input.shape.dimensions.enumerated() {
      extents += [dimension == 0 ? 0 : output.shape[axis] / dimension, dimension]
      from += [0, source[axis]]
      to += [dimension * target[axis], target[axis]]
    }
    let copy = RegionCopy(
      extents, of: input.type, from: CopySide(.slot(input.slot), strides: from),
      to: CopySide(.slot(output.slot), strides: to))
    return .copying([copy], threadCount: context.threadCount)
  }
}
