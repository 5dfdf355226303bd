// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Overlapping frames of a sound that comes piece by piece.
///
/// Frame f begins `frame_step · f` samples behind the sound's begin, or `frame_size − frame_step` before
/// that, where zeros stand, if it is filled beforehand. A frame that is not yet there is zeros.
///
/// | operand  | type  | shape                                   |
/// |----------|-------|-----------------------------------------|
/// | `input`  | int16 | `[…, frames · frame_step]`              |
/// | `output` | int16 | `[…, frames, frame_size]`               |
/// | `valid`  | bool  | `[]`: whether all frames were there     |
///
/// What has not been read yet is kept from inference to inference. Bit for bit as TensorFlow Lite Micro.
///
/// Constraints:
/// - C1: the options `frame_size` and `frame_step` are 1 to 2²⁴, the step not above the size where
///   `prefill` is asked for.
/// - C2: the last axis of `input` has a multiple of `frame_step` elements, which is not 0.
///
/// Source: TensorFlow Lite Micro, custom operator SignalFramer.
package struct SignalFramer: SampleQueueOperator {
  package static let customName = "SignalFramer"

  package let size: Int
  package let step: Int
  package let isFilledBeforehand: Bool

  package init(size: Int, step: Int, isFilledBeforehand: Bool = false) {
    (self.size, self.step, self.isFilledBeforehand) = (size, step, isFilledBeforehand)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    size = Int(clamping: try map.required("frame_size").integer)
    step = Int(clamping: try map.required("frame_step").integer)
    isFilledBeforehand = try map.required("prefill").integer != 0
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let dimensions = inputs[0]!.shape.dimensions
    guard (1...1 << 24).contains(size), (1...1 << 24).contains(step),
      step <= size || !isFilledBeforehand
    else {  // C1
      throw OperatorError("frame_size \(size) and frame_step \(step) are out of range")
    }
    guard let last = dimensions.last, last > 0, last % step == 0 else {  // C2
      throw OperatorError(
        "'input' is \(inputs[0]!.shape.description), must have a multiple of \(step) samples")
    }
    return [
      try Shape.checked(Array(dimensions.dropLast()) + [last / step, size]), .scalar,
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output, valid) = (context.input(0), context.outputs[0], context.outputs[1])
    let frames = output.shape.dimension(fromEnd: 2)
    let channels = input.elementCount / max(frames * step, 1)
    let queueByteCount = SampleQueue.byteCount(capacity: (size + step - 1) / step * step)
    // In front of the queues stands whether they were filled.
    let kept = try context.keptState(byteCount: 4 + queueByteCount.saturatingProduct(channels))
    let (size, step, isFilledBeforehand) = (size, step, isFilledBeforehand)
    return Evaluation(kernel: "s16_frames") { (tensors: TensorTable) throws(OperatorError) in
      let isBegun = kept.elements(as: Int32.self)
      var isValid = true
      for channel in 0..<channels {
        let queue = SampleQueue(at: kept.base + 4 + channel * queueByteCount)
        if isBegun[0] == 0, isFilledBeforehand { queue.writeZeros(size - step) }
        for frame in channel * frames..<(channel + 1) * frames {
          let target = tensors.elements(output.slot, as: Int16.self) + frame * size
          queue.write(tensors.elements(input.slot) + frame * step, step)
          if queue.available >= size {
            queue.read(size, into: target)
            queue.discard(step)
          } else {
            target.update(repeating: 0, count: size)
            isValid = false
          }
        }
      }
      isBegun[0] = 1
      tensors.elements(valid.slot, as: Bool.self)[0] = isValid
    }
  }
}
