// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The roots of energies, divided by a power of two.
///
/// `y[c] = ⌊round(√x[c]) / 2^s⌋`
///
/// | operand      | type   | shape            |
/// |--------------|--------|------------------|
/// | `input`      | uint64 | `[channels]`     |
/// | `scale bits` | int32  | one element: `s` |
/// | `output`     | uint32 | `[channels]`     |
///
/// Bit for bit as TensorFlow Lite Micro, where roots of numbers below 2³² are at most 65535.
///
/// Constraints:
/// - C1: `input` has one axis, `scale bits` one element.
/// - C2: `s` is 0 to 31.
///
/// Source: TensorFlow Lite Micro, custom operator SignalFilterBankSquareRoot.
package struct SignalFilterBankSquareRoot: CustomOperation, AttributeFreeOperator,
  SameShapeOperator
{
  package static let customName = "SignalFilterBankSquareRoot"

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .uint64), OperandRule("scale bits", .control, .int32),
      ], outputs: [OperandRule("output", .control, .uint32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.uint32] }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, scale, output) = (context.input(0), context.input(1), context.output)
    guard input.shape.rank == 1, scale.elementCount == 1 else {  // C1
      throw OperatorError(shapesOf: context.inputs, "must be [channels] and one element")
    }
    return Evaluation(kernel: "u64_root") { (tensors: TensorTable) throws(OperatorError) in
      let shift = tensors.elements(scale.slot, as: Int32.self)[0]
      guard (0...31).contains(shift) else {  // C2
        throw OperatorError("scale bits \(Int(shift)) are not in 0 to 31")
      }
      let x = tensors.elements(input.slot, as: UInt64.self)
      let y = tensors.elements(output.slot, as: UInt32.self)
      for index in 0..<output.elementCount { y[index] = u64_root(x[index]) >> UInt32(shift) }
    }
  }
}
