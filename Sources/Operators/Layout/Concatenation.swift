// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Tensors one after another along an axis.
///
/// | operand    | type              | shape                       | quantization        |
/// |------------|-------------------|-----------------------------|---------------------|
/// | `inputs` … | any of fixed size | equal but for the axis      | per tensor          |
/// | `output`   | type of `inputs`  | the axis is the inputs' sum | as `inputs`, see C4 |
///
/// uint8 inputs of other scales or zero points than the output's become
/// `clamp(y₀ + round(x · s/s_y − x₀ · s/s_y))` in float32, halves away from zero, as in TensorFlow
/// Lite's reference, bit for bit.
///
/// Constraints:
/// - C1: the axis is in −rank ..< rank of the first input.
/// - C2: all inputs have one type and, but for the axis, one shape.
/// - C3: the option `fused_activation_function` is NONE.
/// - C4: int8 inputs have the output's scale and zero point; int16 has zero point 0.
///
/// Source: TensorFlow Lite operator CONCATENATION and its 8-bit quantization specification.
package struct Concatenation: LiteOperator {
  package static let builtin = BuiltinOperator.concatenation

  package var axis: Int
  private var hasActivation = false

  package init(axis: Int) {
    self.axis = axis
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("inputs", .activation, .fixedSize)],
      outputs: [OperandRule("output", .activation, .fixedSize)], repeatsLastInput: true,
      scales: .shared, widens: .packed)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try ConcatenationOptionsView(options)
    axis = view.axis
    hasActivation = view.fusedActivationFunction != .none
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    guard !hasActivation else {  // C3
      throw OperatorError("an activation fused into CONCATENATION is not supported")
    }
    let first = inputs[0]!
    let axis = try first.shape.checkedAxis(axis)  // C1
    var dimensions = first.shape.dimensions
    for input in inputs.dropFirst() {
      guard let input, input.type == first.type, input.shape.rank == dimensions.count else {  // C2
        throw OperatorError("inputs differ in type or rank from \(first.shape.description)")
      }
      for other in dimensions.indices where other != axis {
        guard input.shape[other] == dimensions[other] else {  // C2
          throw OperatorError(
            "inputs \(first.shape.description) and \(input.shape.description) differ in axis "
              + "\(other)")
        }
      }
      dimensions[axis] = dimensions[axis].axis(plus: input.shape[axis])
    }
    return [try Shape.checked(dimensions)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let output = context.output
    try context.requireOutputs(context.input(0).type)
    let axis = try output.shape.checkedAxis(axis)
    var start = [Int](repeating: 0, count: output.shape.rank)
    var regions: [RegionCopy] = []
    var tables: [Rescaling] = []
    for case let input? in context.inputs {
      try checkQuantization(of: input, against: output)
      regions.append(
        RegionCopy(
          input.shape.dimensions, of: input.type, from: CopySide(input),
          to: CopySide(output, from: start)))
      if input.type == .uint8, let from = input.quantization, let to = output.quantization,
        from != to
      {
        tables.append(
          Rescaling(input: input, output: output, axis: axis, start: start[axis], from, to))
      }
      start[axis] += input.shape[axis]
    }
    let copying = Stage.copying(regions, threadCount: context.threadCount)
    guard !tables.isEmpty else { return Evaluation(kernel: "xx_strided_copy", stages: [copying]) }
    let rescaling = Stage(taskCount: tables.count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in tables[task].run(tensors)
    }
    return Evaluation(kernel: "u8_concatenation", stages: [copying, rescaling])
  }

  private func checkQuantization(
    of input: Operand, against output: Operand
  ) throws(OperatorError) {
    if input.type == .int8, input.quantization != output.quantization {  // C4
      throw OperatorError("int8 inputs must have the output's scale and zero point")
    }
    for operand in [input, output] where operand.type == .int16 {  // C4
      if let zeroPoint = operand.quantization?.zeroPoints.first, zeroPoint != 0 {
        throw OperatorError("int16 has zero point \(zeroPoint), must be 0")
      }
    }
  }
}

/// The change of one input's uint8 values, after they are in their place in the output.
private struct Rescaling {
  private let slot: Int
  private let table: PreparedBuffer
  private let first: Int
  private let runLength: Int
  private let step: Int
  private let runCount: Int

  init(
    input: Operand, output: Operand, axis: Int, start: Int, _ from: Quantization,
    _ to: Quantization
  ) {
    let inner = output.shape.elementCount(in: axis + 1..<output.shape.rank)
    slot = output.slot
    first = start * inner
    runLength = input.shape[axis] * inner
    step = output.shape[axis] * inner
    runCount = output.shape.elementCount(in: 0..<axis)
    table = PreparedBuffer(byteCount: 256)
    let scale = from.scale * (1 / to.scale)
    let bias = -Float(from.zeroPoint) * scale
    for value in 0..<256 {
      let rounded = (Float(value) * scale + bias).rounded(.toNearestOrAwayFromZero)
      let steps = Int32(saturating: Double(rounded), within: -65536...65536)
      table.elements(as: UInt8.self)[value] = UInt8(clamping: Int(steps) + to.zeroPoint)
    }
  }

  func run(_ tensors: TensorTable) {
    let output = tensors.elements(slot, as: UInt8.self)
    let table = table.elements(as: UInt8.self)
    for run in 0..<runCount {
      let begin = first + run * step
      for i in begin..<begin + runLength { output[i] = table[Int(output[i])] }
    }
  }
}
