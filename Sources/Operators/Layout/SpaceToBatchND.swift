// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Blocks of positions moved into the batch, after padding with zeros: zero points, where it is
/// quantized.
///
/// `y[offset · n + b, s, …] = padded[b, s · block + offset, …]`, `offset` counting the block's
/// positions, last axis fastest.
///
/// | operand       | type               | shape                 | quantization |
/// |---------------|--------------------|-----------------------|--------------|
/// | `input`       | any of whole bytes | `[n, positions …, …]` | per tensor   |
/// | `block_shape` | int32              | `[m]`                 |              |
/// | `paddings`    | int32              | `[m, 2]`              |              |
/// | `output`      | type of `input`    | `[n · blocks, …]`     | as `input`   |
///
/// Constraints:
/// - C1: `block_shape` and `paddings` are constant; m is at least 1 and below the rank.
/// - C2: blocks are at least 1, at most 65,536 in all; paddings are not negative.
/// - C3: each padded axis is a multiple of its block.
///
/// Source: TensorFlow Lite operator SPACE_TO_BATCH_ND; TensorFlow `tf.space_to_batch_nd`.
package struct SpaceToBatchND: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.spaceToBatchND

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("block_shape", .control, .int32),
        OperandRule("paddings", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  private func blocks(_ inputs: [Operand?]) throws(OperatorError) -> BatchBlocks {
    try BatchBlocks(
      block: inputs[1]!, margins: inputs[2]!, shape: inputs[0]!.shape, "paddings")  // C1, C2
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let blocks = try blocks(inputs)
    var dimensions = inputs[0]!.shape.dimensions
    dimensions[0] = dimensions[0].axis(times: blocks.count)
    for (index, block) in blocks.block.enumerated() {
      let padded = dimensions[index + 1].axis(plus: blocks.before[index])
        .axis(plus: blocks.after[index])
      guard padded % block == 0 else {  // C3
        throw OperatorError("block \(block) does not divide axis \(index + 1), padded to \(padded)")
      }
      dimensions[index + 1] = padded / block
    }
    return [try Shape.checked(dimensions)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let blocks = try blocks(context.inputs)
    try context.keep(byteCount: blocks.count * BatchBlocks.copyByteCount)
    var stages: [Stage] = []
    if (blocks.before + blocks.after).contains(where: { $0 > 0 }) {
      let fill = RegionCopy(filling: output, with: .buffer(PreparedBuffer(zeroOf: output)))
      stages.append(.copying([fill], threadCount: context.threadCount))
    }
    let copies = blocks.boxes(image: input, batch: output).map {
      RegionCopy($0.extents, of: input.type, from: $0.image, to: $0.batch)
    }
    stages.append(.copying(copies, threadCount: context.threadCount))
    return Evaluation(kernel: "xx_strided_copy", stages: stages)
  }
}
