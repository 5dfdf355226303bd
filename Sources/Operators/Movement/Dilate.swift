// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with a value put between its elements.
///
/// `y[i · d, …] = x[i, …]`; all other places hold the value.
///
/// | operand     | type               | shape             | quantization |
/// |-------------|--------------------|-------------------|--------------|
/// | `input`     | any of whole bytes | any but a scalar  | per tensor   |
/// | `dilations` | int32              | `[rank]`          |              |
/// | `value`     | type of `input`    | one element       | as `input`   |
/// | `output`    | type of `input`    | `(n − 1) · d + 1` | as `input`   |
///
/// Constraints:
/// - C1: `dilations` is constant, with an element of at least 1 for each axis.
/// - C2: `input` has an axis, and none of size 0.
/// - C3: `value` has one element of the type of `input`.
/// - C4: the result has a valid number of elements.
///
/// Source: TensorFlow Lite operator DILATE.
package struct Dilate: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.dilate

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("dilations", .control, .int32),
        OperandRule("value", .activation, .wholeBytes),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, value) = (inputs[0]!, inputs[2]!)
    guard input.shape.rank > 0, input.elementCount > 0 else {  // C2
      throw OperatorError("'input' is \(input.shape.description), must have elements along an axis")
    }
    guard value.elementCount == 1, value.type == input.type else {  // C3
      throw OperatorError(
        "'value' is \(value.type.name) \(value.shape.description), must be one \(input.type.name)")
    }
    let dilations = try inputs[1]!.knownIntegers("dilations", count: input.shape.rank)  // C1
    var dimensions: [Int] = []
    for (dimension, dilation) in zip(input.shape.dimensions, dilations) {
      guard dilation >= 1 else {  // C1
        throw OperatorError("dilation \(dilation) is below 1")
      }
      dimensions.append((dimension - 1).axis(times: dilation).axis(plus: 1))
    }
    return [try Shape.checked(dimensions)]  // C4
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let dilations = try context.input(1).knownIntegers("dilations")
    // Of an axis with one element, whose dilation may be any number, no stride is taken.
    let strides = zip(output.shape.rowMajorStrides, dilations).map { $0 &* $1 }
    let fill = RegionCopy(filling: output, with: .slot(context.input(2).slot))
    let spread = RegionCopy(
      input.shape.dimensions, of: input.type, from: CopySide(input),
      to: CopySide(.slot(output.slot), strides: strides))
    return Evaluation(
      kernel: "xx_strided_copy",
      stages: [
        .copying([fill], threadCount: context.threadCount),
        .copying([spread], threadCount: context.threadCount),
      ])
  }
}
