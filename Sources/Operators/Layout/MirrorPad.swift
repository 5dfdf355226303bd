// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A tensor with a border that mirrors it.
///
/// REFLECT mirrors at the outermost elements, SYMMETRIC at the edge: `[1, 2, 3]` padded by two in
/// front is `[3, 2, 1, 2, 3]` and `[2, 1, 1, 2, 3]`.
///
/// | operand    | type               | shape       | quantization |
/// |------------|--------------------|-------------|--------------|
/// | `input`    | any of whole bytes | any         | per tensor   |
/// | `paddings` | int32, int64       | `[rank, 2]` |              |
/// | `output`   | type of `input`    | padded      | as `input`   |
///
/// Constraints:
/// - C1: `paddings` is constant, with a row for each axis: elements before and after.
/// - C2: paddings are not negative, and at most the axis, or one less with REFLECT.
///
/// Source: TensorFlow Lite operator MIRROR_PAD; TensorFlow `tf.pad`.
package struct MirrorPad: LiteOperator {
  package static let builtin = BuiltinOperator.mirrorPad

  package var mode: MirrorPadMode

  package init(mode: MirrorPadMode) {
    self.mode = mode
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    mode = try MirrorPadOptionsView(options).mode
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("paddings", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  /// How many elements lie between an edge element and its image, less one.
  private var gap: Int { mode == .reflect ? 1 : 0 }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    let paddings = try Paddings(inputs[1]!, shape: shape)  // C1, C2
    for axis in shape.dimensions.indices {
      let padding = max(paddings.before[axis], paddings.after[axis])
      guard padding <= shape[axis] - gap || padding == 0 else {  // C2
        throw OperatorError(
          "padding \(padding) of axis \(axis) of \(shape.description) exceeds "
            + "\(shape[axis] - gap)")
      }
    }
    return [try paddings.paddedShape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let paddings = try Paddings(context.input(1), shape: input.shape)
    var stages = [
      Stage.copying([paddings.interior(from: input, to: output)], threadCount: context.threadCount)
    ]
    for axis in input.shape.dimensions.indices.reversed() {
      let images = images(along: axis, paddings, input.shape, output)
      stages.append(.copying(images, threadCount: context.threadCount))
    }
    return Evaluation(kernel: "xx_strided_copy", stages: stages)
  }

  /// The borders along one axis: whole along the axes behind it, which are done, and as long as
  /// the input along those before it.
  private func images(
    along axis: Int, _ paddings: Paddings, _ shape: Shape, _ output: Operand
  ) -> [RegionCopy] {
    var start = paddings.before
    var extents = shape.dimensions
    for later in axis + 1..<shape.rank {
      start[later] = 0
      extents[later] = output.shape[later]
    }
    let first = paddings.before[axis]
    let end = first + shape[axis]
    let fronts = (count: paddings.before[axis], target: first - 1, source: first + gap)
    let backs = (count: paddings.after[axis], target: end, source: end - 1 - gap)
    var regions: [RegionCopy] = []
    for (border, step) in [(fronts, -1), (backs, 1)] where border.count > 0 {
      extents[axis] = border.count
      start[axis] = border.source
      let source = CopySide(output, from: start).turned(axis, by: -step)
      start[axis] = border.target
      let target = CopySide(output, from: start).turned(axis, by: step)
      regions.append(RegionCopy(extents, of: output.type, from: source, to: target))
    }
    return regions
  }
}

extension CopySide {
  /// The same walk backwards along `axis` if `direction` is −1.
  fileprivate func turned(_ axis: Int, by direction: Int) -> CopySide {
    var turned = strides
    turned[axis] *= direction
    return CopySide(memory, offset: offset, strides: turned)
  }
}
