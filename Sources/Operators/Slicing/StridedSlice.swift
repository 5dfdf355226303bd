// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Every n-th element of a box cut out of a tensor, forwards or backwards.
///
/// `y[i₀, i₁, …] = x[begin₀ + i₀ · stride₀, …]`
///
/// | operand   | type                       | shape     | quantization |
/// |-----------|----------------------------|-----------|--------------|
/// | `input`   | any of whole bytes, string | any       | per tensor   |
/// | `begin`   | int32                      | `[specs]` |              |
/// | `end`     | int32                      | `[specs]` |              |
/// | `strides` | int32                      | `[specs]` |              |
/// | `output`  | type of `input`            |           | as `input`   |
///
/// Bit i of a mask speaks of spec i: `begin_mask` and `end_mask` take the box to the edge, the one
/// `ellipsis_mask` bit stands for as many whole axes as are left, `new_axis_mask` adds an axis of
/// size 1, `shrink_axis_mask` takes one index and drops the axis. With `offset`, `end` counts from
/// `begin`. Ends beyond the axis stop at its edge.
///
/// Constraints:
/// - C1: `begin`, `end` and `strides` are constant and have one length of at most 31.
/// - C2: no stride is 0.
/// - C3: at most one ellipsis; no more specs than axes.
/// - C4: the index of a dropped axis lies inside of it.
///
/// Source: TensorFlow Lite operator STRIDED_SLICE; TensorFlow `tf.strided_slice`.
package struct StridedSlice: LiteOperator {
  package static let builtin = BuiltinOperator.stridedSlice

  /// What bits of the five masks say, and how `end` counts.
  package struct Masks: Hashable, Sendable {
    package var begin = 0
    package var end = 0
    package var ellipsis = 0
    package var newAxis = 0
    package var shrinkAxis = 0
    package var endCountsFromBegin = false

    package init() {}
  }

  package var masks: Masks

  package init(masks: Masks = Masks()) {
    self.masks = masks
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .movable),
        OperandRule("begin", .control, .int32),
        OperandRule("end", .control, .int32),
        OperandRule("strides", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, .movable)], scales: .shared)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try StridedSliceOptionsView(options)
    masks = Masks()
    masks.begin = view.beginMask
    masks.end = view.endMask
    masks.ellipsis = view.ellipsisMask
    masks.newAxis = view.newAxisMask
    masks.shrinkAxis = view.shrinkAxisMask
    masks.endCountsFromBegin = view.offset
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let axes = try walks(inputs)
    return [try Shape.checked(axes.filter { !$0.isDropped }.map { $0.count })]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let axes = try walks(context.inputs)
    let strides = input.shape.rowMajorStrides
    var (offset, steps) = (0, [Int]())
    for axis in axes {
      guard let source = axis.source else {
        steps.append(0)
        continue
      }
      offset += axis.start * strides[source]
      if !axis.isDropped { steps.append(axis.stride * strides[source]) }
    }
    let copy = RegionCopy(
      output.shape.dimensions, of: input.type,
      from: CopySide(.slot(input.slot), offset: offset, strides: steps), to: CopySide(output))
    return .copying([copy], threadCount: context.threadCount)
  }

  /// The walk along one axis of the input, or along a new one.
  private struct AxisWalk {
    /// Nil for a new axis.
    var source: Int?
    var start = 0
    var stride = 1
    var count = 1
    var isDropped = false
  }

  private func walks(_ inputs: [Operand?]) throws(OperatorError) -> [AxisWalk] {
    let shape = inputs[0]!.shape
    let begin = try inputs[1]!.knownIntegers("begin")  // C1
    let end = try inputs[2]!.knownIntegers("end", count: begin.count)  // C1
    let strides = try inputs[3]!.knownIntegers("strides", count: begin.count)  // C1
    guard begin.count <= 31 else {  // C1
      throw OperatorError("'begin' has \(begin.count) elements, at most 31 are allowed")
    }
    let specs = begin.indices
    let ellipses = specs.filter { masks.ellipsis >> $0 & 1 == 1 }
    guard ellipses.count <= 1 else {  // C3
      throw OperatorError("ellipsis_mask has \(ellipses.count) bits, at most 1 is allowed")
    }
    let named = specs.filter { !ellipses.contains($0) && masks.newAxis >> $0 & 1 == 0 }.count
    guard named <= shape.rank else {  // C3
      throw OperatorError("takes \(named) axes of \(shape.description)")
    }
    var axes: [AxisWalk] = []
    var source = 0
    func takeWhole(_ count: Int) {
      for _ in 0..<count {
        axes.append(AxisWalk(source: source, count: shape[source]))
        source += 1
      }
    }
    for spec in specs {
      if ellipses.contains(spec) {
        takeWhole(shape.rank - named)
      } else if masks.newAxis >> spec & 1 == 1 {
        axes.append(AxisWalk())
      } else {
        var walk = try walk(spec, begin[spec], end[spec], strides[spec], size: shape[source])
        walk.source = source
        axes.append(walk)
        source += 1
      }
    }
    takeWhole(shape.rank - source)
    return axes
  }

  /// The walk that spec `spec` asks for along an axis of `size` elements.
  private func walk(
    _ spec: Int, _ begin: Int, _ end: Int, _ stride: Int, size: Int
  ) throws(OperatorError) -> AxisWalk {
    guard stride != 0 else { throw OperatorError("stride \(spec) is 0") }  // C2
    let isForward = stride > 0
    let edges = isForward ? 0...size : -1...size - 1
    func clamped(_ index: Int) -> Int {
      min(max(index < 0 ? index + size : index, edges.lowerBound), edges.upperBound)
    }
    if masks.shrinkAxis >> spec & 1 == 1 {
      let index = begin < 0 ? begin + size : begin
      let start = masks.begin >> spec & 1 == 1 ? (isForward ? 0 : size - 1) : index
      guard start >= 0, start < size else {  // C4
        throw OperatorError("index \(begin) is out of range for an axis of \(size)")
      }
      return AxisWalk(start: start, isDropped: true)
    }
    var start = clamped(begin)
    if masks.begin >> spec & 1 == 1 { start = isForward ? 0 : size - 1 }
    // Where it overflows, the end lies beyond the edge of its own side.
    let (counted, overflow) = end.addingReportingOverflow(start)
    var stop = clamped(masks.endCountsFromBegin && !overflow ? counted : end)
    if masks.end >> spec & 1 == 1 { stop = isForward ? size : -1 }
    let distance = isForward ? stop - start : start - stop
    let step = Int(clamping: stride.magnitude)
    let count = distance <= 0 ? 0 : (distance - 1) / step + 1
    // A single element takes no stride, which then may be any number.
    return AxisWalk(start: start, stride: count > 1 ? stride : 1, count: count)
  }
}
