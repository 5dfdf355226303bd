// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The logarithms of bands.
///
/// `y[c] = min(scale · ln(x[c] · 2^bits), 32767)`, 0 where that is the logarithm of 1 or 0
///
/// | operand  | type   | shape        |
/// |----------|--------|--------------|
/// | `input`  | uint32 | `[channels]` |
/// | `output` | int16  | `[channels]` |
///
/// Bit for bit as TensorFlow Lite Micro, which takes logarithms from a table of 128 steps between powers of
/// two; what the shift moves out is lost.
///
/// Constraints:
/// - C1: `input` has one axis.
/// - C2: the options `output_scale` and `input_correction_bits` are 1 to 2³¹ − 1 and 0 to 31.
///
/// Source: TensorFlow Lite Micro, custom operator SignalFilterBankLog.
package struct SignalFilterBankLog: CustomOperation, SameShapeOperator {
  package static let customName = "SignalFilterBankLog"

  package let scale: Int
  package let correctionBits: Int

  package init(scale: Int, correctionBits: Int) {
    (self.scale, self.correctionBits) = (scale, correctionBits)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    scale = Int(clamping: try map.required("output_scale").integer)
    correctionBits = Int(clamping: try map.required("input_correction_bits").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .uint32)],
      outputs: [OperandRule("output", .control, .int16)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int16] }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    guard input.shape.rank == 1 else {  // C1
      throw OperatorError("'input' is \(input.shape.description), must have one axis")
    }
    guard (1...Int(Int32.max)).contains(scale), (0...31).contains(correctionBits) else {  // C2
      throw OperatorError(
        "output_scale \(scale) or input_correction_bits \(correctionBits) is out of range")
    }
    let (scale, shift) = (UInt32(scale), UInt32(correctionBits))
    return Evaluation(kernel: "u32_scaled_log") { (tensors: TensorTable) throws(OperatorError) in
      let x = tensors.elements(input.slot, as: UInt32.self)
      let y = tensors.elements(output.slot, as: Int16.self)
      for index in 0..<output.elementCount {
        let shifted = x[index] << shift
        y[index] = shifted > 1 ? Int16(clamping: u32_scaled_log(shifted, scale)) : 0
      }
    }
  }
}
