// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Bands, each amplified the less the more noise there is.
///
/// `y[c] = shrink(⌊x[c] · gain(noise[c]) / 2^snr_shift⌋)` where `shrink` is `⌊z² / 2²⁰⌋` below 2¹³ and
/// `⌊z / 64⌋ − 64` from there on
///
/// | operand  | type   | shape                                                             |
/// |----------|--------|-------------------------------------------------------------------|
/// | `input`  | uint32 | `[channels]`                                                      |
/// | `noise`  | uint32 | `[channels]`                                                      |
/// | `gains`  | int16  | `[count]`: gains of 0, 1 and 2, then three numbers and one that is not read for each power of two |
/// | `output` | uint32 | `[channels]`                                                      |
///
/// Bit for bit as TensorFlow Lite Micro; products wrap around.
///
/// Constraints:
/// - C1: all operands have one axis, `noise` as many elements as `input`, `gains` 125 or more.
/// - C2: the option `snr_shift` is 0 to 63.
///
/// Source: TensorFlow Lite Micro, custom operator SignalPCAN.
package struct SignalPCAN: CustomOperation, SameShapeOperator {
  package static let customName = "SignalPCAN"

  package let shift: Int

  package init(shift: Int) {
    self.shift = shift
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    shift = Int(clamping: try FlexMap(options.customBytes).required("snr_shift").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .uint32), OperandRule("noise", .control, .uint32),
        OperandRule("gains", .control, .int16),
      ], outputs: [OperandRule("output", .control, .uint32)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, noise, gains) = (context.input(0), context.input(1), context.input(2))
    guard input.shape.rank == 1, noise.shape == input.shape, gains.shape.rank == 1,
      gains.elementCount >= 125
    else {  // C1
      throw OperatorError(
        shapesOf: context.inputs, "must be [channels], [channels] and [125] or more")
    }
    guard (0...63).contains(shift) else {  // C2
      throw OperatorError("snr_shift \(shift) is not in 0 to 63")
    }
    let (output, shift) = (context.output, UInt64(shift))
    return Evaluation(kernel: "u32_gain") { (tensors: TensorTable) throws(OperatorError) in
      let x = tensors.elements(input.slot, as: UInt32.self)
      let estimate = tensors.elements(noise.slot, as: UInt32.self)
      let y = tensors.elements(output.slot, as: UInt32.self)
      for index in 0..<output.elementCount {
        let gain = u32_gain(estimate[index], tensors.elements(gains.slot))
        let product = UInt64(x[index]) &* UInt64(UInt32(bitPattern: Int32(gain)))
        let ratio = UInt32(truncatingIfNeeded: product >> shift)
        y[index] = ratio < 1 << 13 ? (ratio &* ratio) >> 20 : (ratio >> 6) &- 64
      }
    }
  }
}
