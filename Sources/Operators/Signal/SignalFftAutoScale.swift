// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A piece of a sound, multiplied by the largest power of two that keeps it within the type.
///
/// `y[i] = x[i] · 2^s` with `s = 15 − ` the bits of the largest magnitude, not below 0
///
/// | operand  | type  | shape     |
/// |----------|-------|-----------|
/// | `input`  | int16 | `[count]` |
/// | `output` | int16 | `[count]` |
/// | `scale`  | int32 | `[]`: `s` |
///
/// Bit for bit as TensorFlow Lite Micro, in which the magnitude of −32768 wraps around, and zeros alone
/// have the scale 0.
///
/// Constraints:
/// - C1: `input` has one axis.
///
/// Source: TensorFlow Lite Micro, custom operator SignalFftAutoScale.
package struct SignalFftAutoScale: CustomOperation, AttributeFreeOperator {
  package static let customName = "SignalFftAutoScale"

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .int16)],
      outputs: [OperandRule("output", .control, .int16), OperandRule("scale", .control, .int32)],
      scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int16, .int32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    guard shape.rank == 1 else {  // C1
      throw OperatorError("'input' is \(shape.description), must have one axis")
    }
    return [shape, .scalar]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output, scale) = (context.input(0), context.outputs[0], context.outputs[1])
    let count = input.elementCount
    return Evaluation(kernel: "s16_auto_scale") { (tensors: TensorTable) throws(OperatorError) in
      let x = tensors.elements(input.slot, as: Int16.self)
      let y = tensors.elements(output.slot, as: Int16.self)
      var largest: Int16 = 0
      for index in 0..<count {
        if x[index] > largest {
          largest = x[index]
        } else if -Int32(x[index]) > Int32(largest) {
          largest = 0 &- x[index]
        }
      }
      let bits = largest == 0 ? 32 : 32 - UInt32(bitPattern: Int32(largest)).leadingZeroBitCount
      let shift = max(15 - bits, 0)
      for index in 0..<count { y[index] = x[index] << Int16(shift) }
      tensors.elements(scale.slot, as: Int32.self)[0] = Int32(shift)
    }
  }
}
