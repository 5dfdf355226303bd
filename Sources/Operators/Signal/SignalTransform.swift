// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The Fourier transform of pieces of a sound, or back.
///
/// | operator      | equation                                                                    |
/// |---------------|-----------------------------------------------------------------------------|
/// | `SignalRfft`  | `y[i…, k] = Σⱼ x[i…, j] · exp(−2πi · j · k / n)`, for integers `/ n`        |
/// | `SignalIrfft` | `y[i…, j] = Σₖ x[i…, k] · exp(2πi · j · k / n) / n`                         |
///
/// | operand            | type                   | shape                                        |
/// |--------------------|------------------------|----------------------------------------------|
/// | `input`, `Rfft`    | int16, int32, float32  | `[…, count]`, followed by zeros              |
/// | `output`, `Rfft`   | as `input`             | `[…, n + 2]`: real and imaginary parts in turn |
/// | `input`, `Irfft`   | int16, int32, float32  | `[…, n + 2]`                                 |
/// | `output`, `Irfft`  | as `input`             | `[…, n]`                                     |
///
/// `n` is the option `fft_length`. Integers come out bit for bit as of TensorFlow Lite Micro.
///
/// Constraints:
/// - C1: `n` is a power of two from 4 to 2²⁰.
/// - C2: `input` has `n` elements at most along its last axis, that of the inverse `n + 2`.
///
/// Source: TensorFlow Lite Micro, custom operators SignalRfft and SignalIrfft; KISS FFT.
package struct SignalTransform: LiteOperator {
  package static let builtin = BuiltinOperator.custom

  package let form: SignalTransformForm
  package let length: Int

  package init(_ form: SignalTransformForm, length: Int) {
    (self.form, self.length) = (form, length)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    guard let form = SignalTransformForm(named: options.customName) else {
      throw FormatError("'\(options.customName)' is no transform")
    }
    let length = try FlexMap(options.customBytes).required("fft_length").integer
    self.init(form, length: Int(clamping: length))
  }

  private static let types: ElementTypeSet = [.int16, .int32, .float32]

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, Self.types)],
      outputs: [OperandRule("output", .control, Self.types)], scales: .unquantized)
  }

  package var reach: OperatorReach { .window(1, 20) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let dimensions = inputs[0]!.shape.dimensions
    guard (4...1 << 20).contains(length), length & (length - 1) == 0 else {  // C1
      throw OperatorError("fft_length \(length) is no power of two from 4 to 2^20")
    }
    guard let last = dimensions.last, form == .forward ? last <= length : last == length + 2 else {
      throw OperatorError(  // C2
        "'input' is \(inputs[0]!.shape.description), does not fit fft_length \(length)")
    }
    return [
      try Shape.checked(Array(dimensions.dropLast()) + [form == .forward ? length + 2 : length])
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    guard context.output.type == context.input(0).type else {
      throw OperatorError("input and output must have the same type")
    }
    switch (context.output.type, form) {
    case (.int16, .forward):
      return try prepare(&context, "s16_real_transform", s16_real_transform) {
        Int16(Self.rounded($0 * 32767))
      }
    case (.int16, _):
      return try prepare(&context, "s16_real_transform_inverse", s16_real_transform_inverse) {
        Int16(Self.rounded($0 * 32767))
      }
    case (.int32, .forward):
      return try prepare(&context, "s32_real_transform", s32_real_transform) {
        Int32(Self.rounded($0 * 2_147_483_647))
      }
    case (.int32, _):
      return try prepare(&context, "s32_real_transform_inverse", s32_real_transform_inverse) {
        Int32(Self.rounded($0 * 2_147_483_647))
      }
    case (_, .forward):
      return try prepare(&context, "f32_real_transform", f32_real_transform) { Float($0) }
    default:
      return try prepare(&context, "f32_real_transform_inverse", Self.inverse) { Float($0) }
    }
  }

  /// Floats are not divided on the way.
  private static func inverse(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ work: UnsafeMutablePointer<Float>, _ roots: UnsafePointer<Float>,
    _ turns: UnsafePointer<Float>, _ half: Int
  ) {
    f32_real_transform_inverse(x, y, work, roots, turns, half)
    for index in 0..<2 * half { y[index] /= Float(2 * half) }
  }

  /// To the nearest, halves up.
  private static func rounded(_ x: Double) -> Double { (x + 0.5).rounded(.down) }

  private func prepare<Element: Numeric & BitwiseCopyable>(
    _ context: inout PrepareContext, _ name: String,
    _ run:
      @escaping (
        UnsafePointer<Element>, UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>,
        UnsafePointer<Element>, UnsafePointer<Element>, Int
      ) -> Void,
    element: (Double) -> Element
  ) throws(OperatorError) -> Evaluation {
    let (size, half) = (MemoryLayout<Element>.size, length / 2)
    let sign = form == .forward ? -1.0 : 1.0
    let roots = try context.buffer(byteCount: 2 * half * size)
    let turns = try context.buffer(byteCount: half * size)
    func put(_ phase: Double, _ index: Int, _ buffer: PreparedBuffer) {
      buffer.elements(as: Element.self)[2 * index] = element(Elementary.cos(phase))
      buffer.elements(as: Element.self)[2 * index + 1] = element(Elementary.sin(phase))
    }
    for k in 0..<half { put(sign * 2 * Double.pi * Double(k) / Double(half), k, roots) }
    for k in 0..<half / 2 {
      put(sign * Double.pi * (Double(k + 1) / Double(half) + 0.5), k, turns)
    }
    let (input, output) = (context.input(0), context.output)
    let work = context.scratch(byteCount: length * size)
    let padded = context.scratch(byteCount: (length + 2) * size)
    let (given, made) = (input.shape.dimension(fromEnd: 1), output.shape.dimension(fromEnd: 1))
    let count = output.elementCount / made
    return Evaluation(kernel: name) { (tensors: TensorTable) throws(OperatorError) in
      let piece = tensors.elements(padded, as: Element.self)
      for index in 0..<count {
        piece.update(
          from: tensors.elements(input.slot, as: Element.self) + index * given, count: given)
        for place in given..<max(half * 2, given) { piece[place] = 0 }
        run(
          piece, tensors.elements(output.slot, as: Element.self) + index * made,
          tensors.elements(work), roots.elements(), turns.elements(), half)
      }
    }
  }
}

/// Which way: see ``SignalTransform``.
package enum SignalTransformForm: CustomForm {
  case forward, inverse

  package var name: String {
    switch self {
    case .forward: "SignalRfft"
    case .inverse: "SignalIrfft"
    }
  }
}
