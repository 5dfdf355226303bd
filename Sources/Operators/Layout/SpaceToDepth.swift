// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Blocks of pixels moved into channels.
///
/// `y[b, i, j, (u · s + v) · d + c] = x[b, i · s + u, j · s + v, c]`
///
/// | operand  | type               | shape                      | quantization |
/// |----------|--------------------|----------------------------|--------------|
/// | `input`  | any of whole bytes | `[b, h, w, d]`             | per tensor   |
/// | `output` | type of `input`    | `[b, h/s, w/s, s · s · d]` | as `input`   |
///
/// Constraints:
/// - C1: `input` has rank 4.
/// - C2: the option `block_size` s is at least 1 and divides height and width.
///
/// Source: TensorFlow Lite operator SPACE_TO_DEPTH; TensorFlow `tf.nn.space_to_depth`.
package struct SpaceToDepth: LiteOperator {
  package static let builtin = BuiltinOperator.spaceToDepth

  package var blockSize: Int

  package init(blockSize: Int) {
    self.blockSize = blockSize
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    blockSize = try SpaceToDepthOptionsView(options).blockSize
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
    guard blockSize >= 1, shape[1] % blockSize == 0, shape[2] % blockSize == 0 else {  // C2
      throw OperatorError("block_size \(blockSize) does not divide \(shape.description)")
    }
    let pixels = blockSize.axis(times: blockSize)
    return [
      try Shape.checked([
        shape[0], shape[1] / blockSize, shape[2] / blockSize, shape[3].axis(times: pixels),
      ])
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let (space, depth) = DepthBlocks(space: input, depth: output, blockSize: blockSize).sides
    let extents = DepthBlocks.extents(space: input.shape, blockSize: blockSize)
    let copy = RegionCopy(extents, of: input.type, from: space, to: depth)
    return .copying([copy], threadCount: context.threadCount)
  }
}

/// Two walks over the same elements: in blocks of pixels, and in channels.
struct DepthBlocks {
  let space: Operand
  let depth: Operand
  let blockSize: Int

  /// Batch, rows of blocks, blocks, rows in a block, pixels in a row, channels.
  static func extents(space: Shape, blockSize: Int) -> [Int] {
    [space[0], space[1] / blockSize, space[2] / blockSize, blockSize, blockSize, space[3]]
  }

  var sides: (space: CopySide, depth: CopySide) {
    let pixels = space.shape.rowMajorStrides
    let channels = depth.shape.rowMajorStrides
    let width = space.shape[3]
    let spaceStrides = [
      pixels[0], blockSize * pixels[1], blockSize * pixels[2], pixels[1], pixels[2], 1,
    ]
    let depthStrides = [
      channels[0], channels[1], channels[2], blockSize * width, width, 1,
    ]
    return (
      CopySide(.slot(space.slot), strides: spaceStrides),
      CopySide(.slot(depth.slot), strides: depthStrides)
    )
  }
}
