// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One number of the elements in each window of a tensor that is spread out and padded, or cut, first.
///
/// | operand   | type                                                     | shape            |
/// |-----------|----------------------------------------------------------|------------------|
/// | `input`   | float32, float64, int8, uint8, int16, int32, int64, bool | any but a scalar |
/// | `initial` | type of `input`                                          | one element      |
/// | `output`  | type of `input`                                          | as many as windows fit |
///
/// `initial` is the padding, too. Integers wrap. Options that are absent are 1, paddings 0.
///
/// Constraints:
/// - C1: the options `window_dimensions`, `window_strides`, `window_dilations` and `base_dilations` have
///   a number from 1 on for each axis, `padding` two, and the padded shape is valid.
/// - C2: `initial` has one element of the type of `input`.
/// - C3: the subgraph makes one number of two by addition, multiplication, minimum, maximum, and, or.
///
/// Source: TensorFlow Lite operator STABLEHLO_REDUCE_WINDOW; StableHLO `reduce_window`.
package struct StablehloReduceWindow: LiteOperator {
  package static let builtin = BuiltinOperator.stablehloReduceWindow

  package var windows: [Int]
  package var strides: [Int]
  package var dilations: [Int]
  package var baseDilations: [Int]
  /// Before and after each axis.
  package var paddings: [Int]
  /// The subgraph that joins two numbers, and what it does.
  package var graph: Int
  package var function: NumberFunction?

  /// - Parameter paddings: before and after each axis; none if empty.
  package init(
    windows: [Int], strides: [Int] = [], dilations: [Int] = [], baseDilations: [Int] = [],
    paddings: [Int] = [], _ function: NumberFunction?, graph: Int = 0
  ) {
    func filled(_ numbers: [Int]) -> [Int] { numbers.isEmpty ? windows.map { _ in 1 } : numbers }
    self.windows = windows
    (self.strides, self.dilations) = (filled(strides), filled(dilations))
    self.baseDilations = filled(baseDilations)
    self.paddings = paddings.isEmpty ? (windows + windows).map { _ in 0 } : paddings
    (self.function, self.graph) = (function, graph)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloReduceWindowOptionsView(options)
    let graph = view.bodySubgraphIndex
    let function = try NumberFunction(ofSubgraph: graph, options)
    guard function != .second else { throw FormatError("subgraph \(graph) joins nothing") }  // C3
    self.init(
      windows: view.windowDimensions.array.map { Int(clamping: $0) },
      strides: view.windowStrides.array.map { Int(clamping: $0) },
      dilations: view.windowDilations.array.map { Int(clamping: $0) },
      baseDilations: view.baseDilations.array.map { Int(clamping: $0) },
      paddings: view.padding.array.map { Int(clamping: $0) }, function, graph: graph)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .windowed),
        OperandRule("initial", .activation, .windowed),
      ],
      outputs: [OperandRule("output", .activation, .windowed)], scales: .unquantized)
  }

  package var reach: OperatorReach {
    .window(windows.reduce(1) { $0.saturatingProduct(max($1, 1)) }, 1)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    try inputs[1]!.requireOne("initial", of: inputs[0]!.type)  // C2
    let (spacing, reduction) = try windows(over: inputs[0]!.shape)
    return [reduction.resultShape(of: spacing.result)]
  }

  private func windows(
    over shape: Shape
  ) throws(OperatorError) -> (spacing: Spacing, reduction: WindowReduction) {
    guard paddings.count == 2 * shape.rank else {  // C1
      throw OperatorError("has \(paddings.count) paddings for \(shape.rank) axes")
    }
    let spacing = try Spacing(  // C1
      shape, low: (0..<shape.rank).map { paddings[2 * $0] },
      high: (0..<shape.rank).map { paddings[2 * $0 + 1] }, steps: baseDilations)
    let reduction = try WindowReduction(  // C1
      rank: shape.rank, windows: windows, strides: strides, dilations: dilations)
    return (spacing, reduction)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, initial) = (context.input(0), context.input(1))
    try context.requireOutputs(input.type)
    guard let function else { throw OperatorError("cannot run outside of a model") }
    let (spacing, reduction) = try windows(over: input.shape)
    var (slot, stages): (Int, [Stage]) = (input.slot, [])
    if spacing.result != input.shape || paddings.contains(where: { $0 != 0 }) {
      slot = context.scratch(byteCount: input.type.byteCount(of: spacing.result.elementCount)!)
      stages = spacing.stages(
        input, to: .slot(slot), filledWith: .slot(initial.slot), threadCount: context.threadCount)
    }
    stages.append(
      reduction.stage(
        slot, spacing.result, initial: initial, function, to: context.output,
        threadCount: context.threadCount))
    return Evaluation(kernel: "reduce_window", stages: stages)
  }
}
