// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Frames that come one by one, each beside those before and behind it.
///
/// The result is frames `t − left … t + right` side by side, for every `stacker_step`-th t; frames before
/// the first one are as the first. It is zeros where `t + right` has not come, or is not in turn.
///
/// | operand  | type  | shape                              |
/// |----------|-------|------------------------------------|
/// | `input`  | int16 | `[channels]`                       |
/// | `output` | int16 | `[(left + 1 + right) · channels]`  |
/// | `valid`  | bool  | `[]`: whether there is a result    |
///
/// Frames are kept from inference to inference. Bit for bit as TensorFlow Lite Micro, which leaves the
/// result as it was where there is none.
///
/// Constraints:
/// - C1: `input` has one axis of the option `num_channels` elements.
/// - C2: the options `num_channels` and `stacker_step` are 1 or more, `stacker_left_context` and
///   `stacker_right_context` 0 or more, all at most 2¹⁶, and the step is not above the number of frames of a
///   result.
///
/// Source: TensorFlow Lite Micro, custom operator SignalStacker.
package struct SignalStacker: SampleQueueOperator {
  package static let customName = "SignalStacker"

  package let channelCount: Int
  package let left: Int
  package let right: Int
  package let step: Int

  package init(channelCount: Int, left: Int, right: Int, step: Int) {
    (self.channelCount, self.left, self.right, self.step) = (channelCount, left, right, step)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    channelCount = Int(clamping: try map.required("num_channels").integer)
    left = Int(clamping: try map.required("stacker_left_context").integer)
    right = Int(clamping: try map.required("stacker_right_context").integer)
    step = Int(clamping: try map.required("stacker_step").integer)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let sizes = 0...1 << 16
    guard sizes.contains(left), sizes.contains(right), sizes.contains(step), step > 0,
      sizes.contains(channelCount), channelCount > 0, step <= left + right + 1
    else {  // C2
      throw OperatorError(
        "\(channelCount) channels of \(left) + 1 + \(right) frames in steps of \(step) are out of range"
      )
    }
    guard inputs[0]!.shape == Shape([channelCount]) else {  // C1
      throw OperatorError(
        "'input' is \(inputs[0]!.shape.description), must have num_channels \(channelCount)")
    }
    return [try Shape.checked([channelCount.saturatingProduct(left + 1 + right)]), .scalar]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output, valid) = (context.input(0), context.outputs[0], context.outputs[1])
    let (size, channels) = (output.elementCount, channelCount)
    // In front of the queue stands whether the first frame has come.
    let kept = try context.keptState(byteCount: 4 + SampleQueue.byteCount(capacity: size))
    let (left, stepSize) = (left, step * channelCount)
    return Evaluation(kernel: "s16_stack") { (tensors: TensorTable) throws(OperatorError) in
      let isBegun = kept.elements(as: Int32.self)
      let queue = SampleQueue(at: kept.base + 4)
      for _ in 0...(isBegun[0] == 0 ? left : 0) {
        queue.write(tensors.elements(input.slot), channels)
      }
      isBegun[0] = 1
      let isValid = queue.available >= size
      let target = tensors.elements(output.slot, as: Int16.self)
      if isValid {
        queue.read(size, into: target)
        queue.discard(stepSize)
      } else {
        target.update(repeating: 0, count: size)
      }
      tensors.elements(valid.slot, as: Bool.self)[0] = isValid
    }
  }
}
