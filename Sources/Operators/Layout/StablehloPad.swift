// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with a value around and between its elements; a negative padding cuts it.
///
/// | operand  | type               | shape       |
/// |----------|--------------------|-------------|
/// | `input`  | any of whole bytes | any         |
/// | `value`  | type of `input`    | one element |
/// | `output` | type of `input`    | `low + n + (n − 1) · interior + high` |
///
/// Constraints:
/// - C1: the options `edge_padding_low`, `edge_padding_high` and `interior_padding` have a number for
///   each axis, the last none below 0, and the result is a valid shape.
/// - C2: `value` has one element of the type of `input`.
///
/// Source: TensorFlow Lite operator STABLEHLO_PAD; StableHLO `pad`.
package struct StablehloPad: LiteOperator {
  package static let builtin = BuiltinOperator.stablehloPad

  package var low: [Int]
  package var high: [Int]
  /// Elements between neighbours.
  package var interior: [Int]

  package init(low: [Int], high: [Int], interior: [Int]) {
    (self.low, self.high, self.interior) = (low, high, interior)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloPadOptionsView(options)
    low = view.edgePaddingLow.array.map { Int(clamping: $0) }
    high = view.edgePaddingHigh.array.map { Int(clamping: $0) }
    interior = view.interiorPadding.array.map { Int(clamping: $0) }
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("value", .activation, .wholeBytes),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .unquantized)
  }

  private func spacing(_ shape: Shape) throws(OperatorError) -> Spacing {
    try Spacing(shape, low: low, high: high, steps: interior.map { $0.axis(plus: 1) })
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    try inputs[1]!.requireOne("value", of: inputs[0]!.type)  // C2
    return [try spacing(inputs[0]!.shape).result]  // C1
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(0)
    try context.requireOutputs(input.type)
    return Evaluation(
      kernel: "xx_strided_copy",
      stages: try spacing(input.shape).stages(
        input, to: .slot(context.output.slot), filledWith: .slot(context.input(1).slot),
        threadCount: context.threadCount))
  }
}
