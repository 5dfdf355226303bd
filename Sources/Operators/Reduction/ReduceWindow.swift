// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One number of the elements in each window.
///
/// `y[i…] = f(… f(f(initial, x[i · s + 0]), x[i · s + d]) …)` over all places of a window, last axis
/// fastest, where d is the dilation and s the stride of each axis
///
/// | operand     | type                                                  | shape       |
/// |-------------|-------------------------------------------------------|-------------|
/// | `input`     | float32, float64, int8, uint8, int16, int32, int64, bool | any but a scalar |
/// | `initial`   | type of `input`                                       | one element |
/// | `windows`   | int64                                                 | `[rank]`    |
/// | `strides`   | int64                                                 | `[rank]`    |
/// | `dilations` | int64                                                 | `[rank]`    |
/// | `output`    | type of `input`                                       | as many as windows fit |
///
/// Integers wrap.
///
/// Constraints:
/// - C1: `windows`, `strides` and `dilations` are constant, with a number from 1 on for each axis.
/// - C2: `initial` has one element of the type of `input`.
/// - C3: the option `reduce_function` is not UNSUPPORTED.
///
/// Source: TensorFlow Lite operator REDUCE_WINDOW.
package struct ReduceWindow: LiteOperator {
  package static let builtin = BuiltinOperator.reduceWindow

  package var function: ReduceWindowFunction

  package init(_ function: ReduceWindowFunction) {
    self.function = function
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    function = try ReduceWindowOptionsView(options).reduceFunction
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .windowed),
        OperandRule("initial", .activation, .windowed),
        OperandRule("windows", .control, .int64), OperandRule("strides", .control, .int64),
        OperandRule("dilations", .control, .int64),
      ],
      outputs: [OperandRule("output", .activation, .windowed)], scales: .unquantized)
  }

  package var reach: OperatorReach { .windowOperand(2) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    try inputs[1]!.requireOne("initial", of: inputs[0]!.type)  // C2
    return [try reduction(inputs).resultShape(of: inputs[0]!.shape)]
  }

  private func reduction(_ inputs: [Operand?]) throws(OperatorError) -> WindowReduction {
    try WindowReduction(  // C1
      rank: inputs[0]!.shape.rank, windows: inputs[2]!.knownIntegers("windows"),
      strides: inputs[3]!.knownIntegers("strides"),
      dilations: inputs[4]!.knownIntegers("dilations"))
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(0)
    try context.requireOutputs(input.type)
    let joining: NumberFunction =
      switch function {
      case .add: .add
      case .mul: .multiply
      case .minimum: .minimum
      case .maximum: .maximum
      case .all: .all
      case .any: .any
      case .unsupported: throw OperatorError("reduce_function is UNSUPPORTED")  // C3
      }
    let stage = try reduction(context.inputs).stage(
      input.slot, input.shape, initial: context.input(1), joining, to: context.output,
      threadCount: context.threadCount)
    return Evaluation(kernel: "reduce_window", stages: [stage])
  }
}

extension Operand {
  /// - Throws: if it is not one element of `type`.
  func requireOne(_ name: StaticString, of type: ElementType) throws(OperatorError) {
    guard elementCount == 1, self.type == type else {
      throw OperatorError(
        "'\(name)' is \(self.type.name) \(shape.description), must be one \(type.name)")
    }
  }
}
