// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How much there is of each frequency.
///
/// `y[k] = re(x[k])² + im(x[k])²` for k from `start_index` to below `end_index`, 0 for others
///
/// | operand  | type   | shape                                              |
/// |----------|--------|----------------------------------------------------|
/// | `input`  | int16  | `[2 · count]`: real and imaginary parts in turn    |
/// | `output` | uint32 | `[count]`                                          |
///
/// Bit for bit as TensorFlow Lite Micro, which leaves the others as they were.
///
/// Constraints:
/// - C1: `input` has one axis, of an even number of elements.
/// - C2: the options are `0 ≤ start_index ≤ end_index ≤ count`.
///
/// Source: TensorFlow Lite Micro, custom operator SignalEnergy.
package struct SignalEnergy: CustomOperation {
  package static let customName = "SignalEnergy"

  package let start: Int
  package let end: Int

  package init(start: Int, end: Int) {
    (self.start, self.end) = (start, end)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    start = Int(clamping: try map.required("start_index").integer)
    end = Int(clamping: try map.required("end_index").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .int16)],
      outputs: [OperandRule("output", .control, .uint32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.uint32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    guard shape.rank == 1, shape[0] % 2 == 0 else {  // C1
      throw OperatorError("'input' is \(shape.description), must have one axis of an even number")
    }
    guard start >= 0, start <= end, end <= shape[0] / 2 else {  // C2
      throw OperatorError("start_index \(start) and end_index \(end) are not in \(shape[0] / 2)")
    }
    return [Shape([shape[0] / 2])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output, range) = (context.input(0), context.output, start..<end)
    return Evaluation(kernel: "s16_energy") { (tensors: TensorTable) throws(OperatorError) in
      let x = tensors.elements(input.slot, as: Int16.self)
      let y = tensors.elements(output.slot, as: UInt32.self)
      for index in 0..<output.elementCount {
        let (re, im) = (Int32(x[2 * index]), Int32(x[2 * index + 1]))
        y[index] = range.contains(index) ? UInt32(re * re) + UInt32(im * im) : 0
      }
    }
  }
}
