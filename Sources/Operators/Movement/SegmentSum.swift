// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Sums of rows that have one segment number.
///
/// `y[s, …] = Σ x[i, …]` over the rows i with `segments[i] = s`; integers wrap.
///
/// | operand    | type           | shape            |
/// |------------|----------------|------------------|
/// | `input`    | float32, int32 | `[rows, n…]`     |
/// | `segments` | int32          | `[rows]`         |
/// | `output`   | as `input`     | `[segments, n…]` |
///
/// Constraints:
/// - C1: `input` is not a scalar; `segments` is a vector with an element for each row.
/// - C2: `segments` is constant, starts at 0, and each number is the one before it or one more.
///
/// Source: TensorFlow Lite operator SEGMENT_SUM; TensorFlow `tf.math.segment_sum`.
package struct SegmentSum: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.segmentSum

  package init() {}

  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int32]
    return OperandRules(
      inputs: [
        OperandRule("input", .control, types),
        OperandRule("segments", .control, .int32),
      ],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, segments) = (inputs[0]!.shape, inputs[1]!)
    guard let rowCount = input.dimensions.first, segments.shape == Shape([rowCount]) else {  // C1
      throw OperatorError(
        "'segments' is \(segments.shape.description), must have an element for each row of "
          + input.description)
    }
    var last = -1
    for segment in try segments.knownIntegers("segments") {  // C2
      guard segment == last + 1 || segment == last && last >= 0 else {
        throw OperatorError("segment \(segment) comes after \(last)")
      }
      last = segment
    }
    return [try Shape.checked([last + 1] + input.dimensions.dropFirst())]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let input = context.input(0)
    try context.requireOutputs(input.type)
    if input.type == .float32 { return try adding(context) { (a: Float, b: Float) in a + b } }
    return try adding(context) { (a: Int32, b: Int32) in a &+ b }
  }

  private func adding<Element: BitwiseCopyable>(
    _ context: PrepareContext, _ add: @escaping (Element, Element) -> Element
  ) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let segments = try context.input(1).knownIntegers("segments")
    let width = input.shape.elementCount(in: 1..<input.shape.rank)
    let (from, to) = (input.slot, output.slot)
    let zeros = RegionCopy(
      filling: output, with: .buffer(PreparedBuffer(byteCount: output.type.byteCount(of: 1)!)))
    let sums = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      for (row, segment) in segments.enumerated() {
        let source = tensors.elements(from, as: Element.self) + row * width
        let target = tensors.elements(to, as: Element.self) + segment * width
        for i in 0..<width { target[i] = add(target[i], source[i]) }
      }
    }
    return Evaluation(
      kernel: "segment_sum",
      stages: [.copying([zeros], threadCount: context.threadCount), sums])
  }
}
