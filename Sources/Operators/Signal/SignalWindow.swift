// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Pieces of a sound, each weighted element by element.
///
/// `y[i…, k] = clamp(⌊x[i…, k] · w[k] / 2^shift⌋)`
///
/// | operand   | type  | shape       |
/// |-----------|-------|-------------|
/// | `input`   | int16 | `[…, size]` |
/// | `weights` | int16 | `[size]`    |
/// | `output`  | int16 | `[…, size]` |
///
/// Bit for bit as TensorFlow Lite Micro.
///
/// Constraints:
/// - C1: the last axis of `input` has as many elements as `weights`, which have one axis.
/// - C2: the option `shift` is 0 to 31.
///
/// Source: TensorFlow Lite Micro, custom operator SignalWindow.
package struct SignalWindow: CustomOperation, SameShapeOperator {
  package static let customName = "SignalWindow"

  package let shift: Int

  package init(shift: Int) {
    self.shift = shift
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    shift = Int(clamping: try FlexMap(options.customBytes).required("shift").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .int16), OperandRule("weights", .control, .int16),
      ], outputs: [OperandRule("output", .control, .int16)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, weights, output) = (context.input(0), context.input(1), context.output)
    guard weights.shape.rank == 1, input.shape.rank > 0,
      input.shape.dimension(fromEnd: 1) == weights.shape[0]
    else {  // C1
      throw OperatorError(shapesOf: context.inputs, "must be […, size] and [size]")
    }
    guard (0...31).contains(shift) else {  // C2
      throw OperatorError("shift \(shift) is not in 0 to 31")
    }
    let (count, size, shift) = (input.elementCount, weights.elementCount, Int32(shift))
    return Evaluation(kernel: "s16_window") { (tensors: TensorTable) throws(OperatorError) in
      let x = tensors.elements(input.slot, as: Int16.self)
      let w = tensors.elements(weights.slot, as: Int16.self)
      let y = tensors.elements(output.slot, as: Int16.self)
      for start in stride(from: 0, to: count, by: max(size, 1)) {
        for index in 0..<size {
          y[start + index] = Int16(clamping: (Int32(x[start + index]) * Int32(w[index])) >> shift)
        }
      }
    }
  }
}
