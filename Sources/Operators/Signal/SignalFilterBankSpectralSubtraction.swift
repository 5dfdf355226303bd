// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Bands without the noise in them, which is estimated from inference to inference.
///
/// `n[c] = ⌊(2^smoothing_bits · x[c] · a + n′[c] · b) / 2^spectral_subtraction_bits⌋` with `n′` that of the
/// inference before, 0 at first;
/// `y[c] = max(⌊(2^smoothing_bits · x[c] − n[c]) / 2^smoothing_bits⌋, ⌊x[c] · min_signal_remaining /
/// 2^spectral_subtraction_bits⌋)`, the first not below 0
///
/// `a` and `b` are the options `smoothing` and `one_minus_smoothing`, of odd bands
/// `alternate_smoothing` and `alternate_one_minus_smoothing`. Where `clamping` is set, the estimate is at
/// most `2^smoothing_bits · x[c]`.
///
/// | operand  | type   | shape        |
/// |----------|--------|--------------|
/// | `input`  | uint32 | `[channels]` |
/// | `output` | uint32 | `[channels]` |
/// | `noise`  | uint32 | `[channels]`: `n` |
///
/// Bit for bit as TensorFlow Lite Micro, with its sums and shifts of 32 and 64 bits that wrap around.
///
/// Constraints:
/// - C1: `input` has one axis of the option `num_channels` elements.
/// - C2: `smoothing_bits` is 0 to 31, `spectral_subtraction_bits` 0 to 63, and the others have 32 bits.
///
/// Source: TensorFlow Lite Micro, custom operator SignalFilterBankSpectralSubtraction.
package struct SignalFilterBankSpectralSubtraction: CustomOperation {
  package static let customName = "SignalFilterBankSpectralSubtraction"

  package var channelCount: Int
  /// Of even and odd bands: the weights of what comes and of what was.
  package var weights: [Int]
  package var least: Int
  package var smoothingBits: Int
  package var bits: Int
  package var isClamped: Bool

  /// - Parameter weights: `smoothing`, `one_minus_smoothing`, and both alternate ones.
  package init(
    channelCount: Int, weights: [Int], least: Int, smoothingBits: Int, bits: Int, isClamped: Bool
  ) {
    (self.channelCount, self.weights, self.least) = (channelCount, weights, least)
    (self.smoothingBits, self.bits, self.isClamped) = (smoothingBits, bits, isClamped)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    self.init(
      channelCount: Int(clamping: try map.required("num_channels").integer),
      weights: [
        Int(clamping: try map.required("smoothing").integer),
        Int(clamping: try map.required("one_minus_smoothing").integer),
        Int(clamping: try map.required("alternate_smoothing").integer),
        Int(clamping: try map.required("alternate_one_minus_smoothing").integer),
      ], least: Int(clamping: try map.required("min_signal_remaining").integer),
      smoothingBits: Int(clamping: try map.required("smoothing_bits").integer),
      bits: Int(clamping: try map.required("spectral_subtraction_bits").integer),
      isClamped: try map.required("clamping").integer != 0)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .uint32)],
      outputs: [OperandRule("output", .control, .uint32), OperandRule("noise", .control, .uint32)],
      scales: .unquantized)
  }

  package var effects: OperatorEffects { .keepsState }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.uint32, .uint32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    guard inputs[0]!.shape == Shape([channelCount]) else {  // C1
      throw OperatorError(
        "'input' is \(inputs[0]!.shape.description), must have num_channels \(channelCount)")
    }
    return [inputs[0]!.shape, inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let limit = Int(Int32.max)
    guard (0...31).contains(smoothingBits), (0...63).contains(bits), weights.count == 4,
      (weights + [least]).allSatisfy({ (0...limit).contains($0) })
    else {  // C2
      throw OperatorError("the smoothing has numbers or bits that are out of range")
    }
    let kept = try context.keptState(byteCount: 4.saturatingProduct(channelCount))
    let (input, output, noise) = (context.input(0), context.outputs[0], context.outputs[1])
    let (weights, least) = (weights.map { UInt64($0) }, UInt64(least))
    let (smoothing, bits, isClamped) = (UInt32(smoothingBits), UInt64(bits), isClamped)
    return Evaluation(kernel: "u32_noise") { (tensors: TensorTable) throws(OperatorError) in
      let x = tensors.elements(input.slot, as: UInt32.self)
      let estimates = kept.elements(as: UInt32.self)
      for index in 0..<input.elementCount {
        let (new, old) = (weights[index % 2 * 2], weights[index % 2 * 2 + 1])
        let signal = x[index] << smoothing
        let sum = UInt64(signal) &* new &+ UInt64(estimates[index]) &* old
        let estimate = UInt32(truncatingIfNeeded: sum >> bits)
        let subtracted = min(estimate, signal)
        estimates[index] = isClamped ? subtracted : estimate
        let floor = UInt32(truncatingIfNeeded: (UInt64(x[index]) &* least) >> bits)
        tensors.elements(output.slot, as: UInt32.self)[index] = max(
          (signal - subtracted) >> smoothing, floor)
        tensors.elements(noise.slot, as: UInt32.self)[index] = estimates[index]
      }
    }
  }
}
