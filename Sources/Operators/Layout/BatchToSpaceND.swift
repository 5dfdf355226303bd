// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Images of the batch moved into blocks of positions, then cropped.
///
/// `uncropped[b, s · block + offset, …] = x[offset · n + b, s, …]`, `offset` counting the block's
/// positions, last axis fastest.
///
/// | operand       | type               | shape                 | quantization |
/// |---------------|--------------------|-----------------------|--------------|
/// | `input`       | any of whole bytes | `[n · blocks, …]`     | per tensor   |
/// | `block_shape` | int32              | `[m]`                 |              |
/// | `crops`       | int32              | `[m, 2]`              |              |
/// | `output`      | type of `input`    | `[n, positions …, …]` | as `input`   |
///
/// Constraints:
/// - C1: `block_shape` and `crops` are constant; m is at least 1 and below the rank.
/// - C2: blocks are at least 1, at most 65,536 in all; crops are not negative.
/// - C3: the blocks divide the batch, and no axis is cropped to less than nothing.
///
/// Source: TensorFlow Lite operator BATCH_TO_SPACE_ND; TensorFlow `tf.batch_to_space`.
package struct BatchToSpaceND: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.batchToSpaceND

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("block_shape", .control, .int32),
        OperandRule("crops", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  private func blocks(_ inputs: [Operand?]) throws(OperatorError) -> BatchBlocks {
    try BatchBlocks(
      block: inputs[1]!, margins: inputs[2]!, shape: inputs[0]!.shape, "crops")  // C1, C2
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let blocks = try blocks(inputs)
    let shape = inputs[0]!.shape
    guard shape[0] % blocks.count == 0 else {  // C3
      throw OperatorError("\(blocks.count) blocks do not divide the batch of \(shape.description)")
    }
    var dimensions = shape.dimensions
    dimensions[0] /= blocks.count
    for (index, block) in blocks.block.enumerated() {
      let margin = Int64(blocks.before[index]) + Int64(blocks.after[index])
      dimensions[index + 1] = Int(
        clamping: Int64(dimensions[index + 1].axis(times: block)) - margin)
    }
    return [try Shape.checked(dimensions)]  // C3
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let blocks = try blocks(context.inputs)
    try context.keep(byteCount: blocks.count * BatchBlocks.copyByteCount)
    let copies = blocks.boxes(image: output, batch: input).map {
      RegionCopy($0.extents, of: input.type, from: $0.batch, to: $0.image)
    }
    return .copying(copies, threadCount: context.threadCount)
  }
}
