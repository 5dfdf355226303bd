// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A sound from overlapping frames, whose samples are added where they overlap.
///
/// `y[i…, f · step + k] = Σⱼ x[i…, f − j, j · step + k]`, over all inferences one behind the other
///
/// | operand  | type             | shape                        |
/// |----------|------------------|------------------------------|
/// | `input`  | int16 or float32 | `[…, frames, size]`          |
/// | `output` | as `input`       | `[…, frames · frame_step]`   |
///
/// The sums of what is not complete are kept from inference to inference; those of integers are limited to
/// the type after each frame. Bit for bit as TensorFlow Lite Micro.
///
/// Constraints:
/// - C1: `input` has two axes or more, and the type of `output`.
/// - C2: the option `frame_step` is 1 to `size`.
///
/// Source: TensorFlow Lite Micro, custom operator SignalOverlapAdd.
package struct SignalOverlapAdd: CustomOperation {
  package static let customName = "SignalOverlapAdd"

  package let step: Int

  package init(step: Int) {
    self.step = step
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    step = Int(clamping: try FlexMap(options.customBytes).required("frame_step").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, [.int16, .float32])],
      outputs: [OperandRule("output", .control, [.int16, .float32])], scales: .unquantized)
  }

  package var effects: OperatorEffects { .keepsState }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    guard shape.rank >= 2 else {  // C1
      throw OperatorError("'input' is \(shape.description), must have two axes or more")
    }
    guard step >= 1, step <= shape.dimension(fromEnd: 1) else {  // C2
      throw OperatorError("frame_step \(step) is not in 1 to \(shape.dimension(fromEnd: 1))")
    }
    return [
      try Shape.checked(
        Array(shape.dimensions.dropLast(2)) + [shape.dimension(fromEnd: 2).saturatingProduct(step)])
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    guard context.output.type == context.input(0).type else {  // C1
      throw OperatorError("input and output must have the same type")
    }
    guard context.output.type == .int16 else {
      return try prepare(&context, "f32_overlap_add") { (a: Float, b: Float) in a + b }
    }
    return try prepare(&context, "s16_overlap_add") { (a: Int16, b: Int16) in
      Int16(clamping: Int32(a) + Int32(b))
    }
  }

  private func prepare<Element: Numeric & BitwiseCopyable>(
    _ context: inout PrepareContext, _ name: String, add: @escaping (Element, Element) -> Element
  ) throws(OperatorError) -> Evaluation {
    let (input, output, step) = (context.input(0), context.output, step)
    let (frames, size) = (input.shape.dimension(fromEnd: 2), input.shape.dimension(fromEnd: 1))
    let channels = input.elementCount / (frames * size)
    let kept = try context.keptState(
      byteCount: (size * MemoryLayout<Element>.size).saturatingProduct(channels))
    return Evaluation(kernel: name) { (tensors: TensorTable) throws(OperatorError) in
      for channel in 0..<channels {
        let sums = kept.elements(as: Element.self) + channel * size
        for frame in channel * frames..<(channel + 1) * frames {
          let x = tensors.elements(input.slot, as: Element.self) + frame * size
          for index in 0..<size { sums[index] = add(x[index], sums[index]) }
          (tensors.elements(output.slot, as: Element.self) + frame * step).update(
            from: sums, count: step)
          sums.update(from: sums + step, count: size - step)
          for index in size - step..<size { sums[index] = 0 }
        }
      }
    }
  }
}
