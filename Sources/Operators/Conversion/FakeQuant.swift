// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// What float32 numbers become when they are quantized and dequantized.
///
/// `y = low + scale · round((clamp(x, low, high) − low) / scale)`, half away from zero, where
/// `scale = (maximum − minimum) / steps`, and `low` and `high` are `minimum` and `maximum` moved, or
/// cut off, so that 0 is a step
///
/// | operand  | type    | shape      |
/// |----------|---------|------------|
/// | `input`  | float32 | any        |
/// | `output` | float32 | as `input` |
///
/// There are 2ⁿ − 1 steps for n bits, one less where the range is narrow, which is TensorFlow's: the
/// reference takes no such range. NaN stays NaN.
///
/// Constraints:
/// - C1: the options `min` and `max` are a range with steps of a positive finite size.
/// - C2: the option `num_bits` is 2 to 16.
///
/// Source: TensorFlow Lite operator FAKE_QUANT; TensorFlow
/// `tf.quantization.fake_quant_with_min_max_args`.
package struct FakeQuant: SameShapeOperator {
  package static let builtin = BuiltinOperator.fakeQuant

  package var minimum: Float
  package var maximum: Float
  package var bitCount: Int
  package var isNarrow: Bool

  package init(minimum: Float, maximum: Float, bitCount: Int = 8, isNarrow: Bool = false) {
    self.minimum = minimum
    self.maximum = maximum
    self.bitCount = bitCount
    self.isNarrow = isNarrow
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try FakeQuantOptionsView(options)
    self.init(
      minimum: view.min, maximum: view.max, bitCount: view.numBits, isNarrow: view.narrowRange)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, .float32)],
      outputs: [OperandRule("output", .activation, .float32)], scales: .unquantized)
  }

  package var overwritableInputs: [Int] { [0] }

  package var mapsElements: Bool { true }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let kernel = UnaryKernel(
      "f32_fake_quantize", f32_fake_quantize, PreparedBuffer(try steps()))
    return kernel.evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  /// The range in which 0 is a step.
  private func steps() throws(OperatorError) -> linnet_steps {
    guard (2...16).contains(bitCount) else {  // C2
      throw OperatorError("num_bits is \(bitCount), allowed 2 to 16")
    }
    let (first, last): (Float, Float) = (isNarrow ? 1 : 0, Float(1 << bitCount - 1))
    let scale = (maximum - minimum) / (last - first)
    guard scale > 0, scale.isFinite, (1 / scale).isFinite else {  // C1
      throw OperatorError("min \(minimum) and max \(maximum) are no range to divide into steps")
    }
    let zero = (first - minimum / scale).rounded(.toNearestOrAwayFromZero)
    let zeroPoint = min(max(zero, first), last)
    return linnet_steps(
      low: (first - zeroPoint) * scale, high: (last - zeroPoint) * scale, scale: scale,
      inverse: 1 / scale)
  }
}
