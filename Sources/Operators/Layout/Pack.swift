// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Tensors of one shape stacked along a new axis.
///
/// `y[…, i, …] = xᵢ[…]`
///
/// | operand    | type               | shape                              | quantization |
/// |------------|--------------------|------------------------------------|--------------|
/// | `values` … | any of whole bytes | all equal                          | per tensor   |
/// | `output`   | type of `values`   | `values`', their count at the axis | as `values`  |
///
/// Constraints:
/// - C1: the axis is in −rank − 1 ... rank.
/// - C2: all values have one type and one shape, and one scale and zero point with `output`.
/// - C3: the option `values_count` is the number of values.
///
/// Source: TensorFlow Lite operator PACK; TensorFlow `tf.stack`.
package struct Pack: LiteOperator {
  package static let builtin = BuiltinOperator.pack

  package var axis: Int
  /// Nil where the number of operands alone counts.
  private var valuesCount: Int?

  package init(axis: Int) {
    self.axis = axis
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("values", .activation, .wholeBytes)],
      outputs: [OperandRule("output", .activation, .wholeBytes)], repeatsLastInput: true,
      scales: .shared)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try PackOptionsView(options)
    axis = view.axis
    valuesCount = view.valuesCount
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let first = inputs[0]!
    if let valuesCount, valuesCount != inputs.count {  // C3
      throw OperatorError("values_count is \(valuesCount), there are \(inputs.count) values")
    }
    for case let input? in inputs {
      guard input.type == first.type, input.shape == first.shape else {  // C2
        throw OperatorError(
          "values differ: \(first.type.name) \(first.shape.description) and "
            + "\(input.type.name) \(input.shape.description)")
      }
    }
    var dimensions = first.shape.dimensions
    dimensions.insert(inputs.count, at: try resolvedAxis(rank: first.shape.rank))
    return [try Shape.checked(dimensions)]
  }

  private func resolvedAxis(rank: Int) throws(OperatorError) -> Int {
    guard axis >= -rank - 1, axis <= rank else {  // C1
      throw OperatorError("axis \(axis) is out of range: allowed \(-rank - 1) to \(rank)")
    }
    return axis < 0 ? axis + rank + 1 : axis
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let output = context.output
    try context.requireOutputs(context.input(0).type)
    let axis = try resolvedAxis(rank: context.input(0).shape.rank)
    var start = [Int](repeating: 0, count: output.shape.rank)
    var regions: [RegionCopy] = []
    for case let input? in context.inputs {
      guard input.quantization == output.quantization else {  // C2
        throw OperatorError("values must have the output's scale and zero point")
      }
      regions.append(
        RegionCopy(
          input.shape.dimensions, of: input.type, from: CopySide(input),
          to: CopySide(output, from: start).without(axis: axis)))
      start[axis] += 1
    }
    return .copying(regions, threadCount: context.threadCount)
  }
}
