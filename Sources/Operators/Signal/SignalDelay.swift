// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A sound that comes piece by piece, later: zeros, and then what came.
///
/// `y[i…, k] = x[i…, k − delay_length]`, over all pieces one behind the other
///
/// | operand  | type  | shape        |
/// |----------|-------|--------------|
/// | `input`  | int16 | `[…, count]` |
/// | `output` | int16 | `[…, count]` |
///
/// What is still to come is kept from inference to inference. Bit for bit as TensorFlow Lite Micro.
///
/// Constraints:
/// - C1: `input` has an axis.
/// - C2: the option `delay_length` is 0 to 2²⁴.
///
/// Source: TensorFlow Lite Micro, custom operator SignalDelay.
package struct SignalDelay: CustomOperation, SameShapeOperator {
  package static let customName = "SignalDelay"

  package let length: Int

  package init(length: Int) {
    self.length = length
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    length = Int(clamping: try FlexMap(options.customBytes).required("delay_length").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .int16)],
      outputs: [OperandRule("output", .control, .int16)], scales: .unquantized)
  }

  package var effects: OperatorEffects { .keepsState }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    guard input.shape.rank > 0 else { throw OperatorError("'input' has no axis") }  // C1
    guard (0...1 << 24).contains(length) else {  // C2
      throw OperatorError("delay_length \(length) is not in 0 to 2^24")
    }
    let (count, length) = (input.shape.dimension(fromEnd: 1), length)
    let channels = input.elementCount / count
    let queueByteCount = SampleQueue.byteCount(capacity: count + length)
    // In front of the queues stands whether they have their zeros.
    let kept = try context.keptState(byteCount: 4 + queueByteCount.saturatingProduct(channels))
    return Evaluation(kernel: "s16_delay") { (tensors: TensorTable) throws(OperatorError) in
      let isBegun = kept.elements(as: Int32.self)
      for channel in 0..<channels {
        let queue = SampleQueue(at: kept.base + 4 + channel * queueByteCount)
        if isBegun[0] == 0 { queue.writeZeros(length) }
        queue.write(tensors.elements(input.slot) + channel * count, count)
        queue.read(count, into: tensors.elements(output.slot) + channel * count)
        queue.discard(count)
      }
      isBegun[0] = 1
    }
  }
}
