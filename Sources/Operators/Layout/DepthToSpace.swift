// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Channels moved into blocks of pixels.
///
/// `y[b, i · s + u, j · s + v, c] = x[b, i, j, (u · s + v) · d + c]`
///
/// | operand  | type               | shape                  | quantization |
/// |----------|--------------------|------------------------|--------------|
/// | `input`  | any of whole bytes | `[b, h, w, s · s · d]` | per tensor   |
/// | `output` | type of `input`    | `[b, s · h, s · w, d]` | as `input`   |
///
/// Constraints:
/// - C1: `input` has rank 4.
/// - C2: the option `block_size` s is at least 1, and s · s divides the channels.
///
/// Source: TensorFlow Lite operator DEPTH_TO_SPACE; TensorFlow `tf.nn.depth_to_space`.
package struct DepthToSpace: LiteOperator {
  package static let builtin = BuiltinOperator.depthToSpace

  package var blockSize: Int

  package init(blockSize: Int) {
    self.blockSize = blockSize
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    blockSize = try DepthToSpaceOptionsView(options).blockSize
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, .wholeBytes)],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    guard shape.rank == 4 else {  // C1
      throw OperatorError("'input' is \(shape.description), must have rank 4")
    }
    let pixels = blockSize.axis(times: blockSize)
    guard blockSize >= 1, pixels >= 1, shape[3] % pixels == 0 else {  // C2
      throw OperatorError(
        "the square of block_size \(blockSize) does not divide the channels of "
          + shape.description)
    }
    return [
      try Shape.checked([
        shape[0], shape[1].axis(times: blockSize), shape[2].axis(times: blockSize),
        shape[3] / pixels,
      ])
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let (space, depth) = DepthBlocks(space: output, depth: input, blockSize: blockSize).sides
    let extents = DepthBlocks.extents(space: output.shape, blockSize: blockSize)
    let copy = RegionCopy(extents, of: input.type, from: depth, to: space)
    return .copying([copy], threadCount: context.threadCount)
  }
}
