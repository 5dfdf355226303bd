// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How the loss changes with a bias, from how it changes with the sums that the bias was added to.
///
/// `y[c] = Σ g[i…, c]`
///
/// | operand    | type    | shape             |
/// |------------|---------|-------------------|
/// | `gradient` | float32 | `[…, channels]`   |
/// | `output`   | float32 | `[channels]`      |
///
/// Summed in double precision.
///
/// Constraints:
/// - C1: `gradient` has at least two axes, and channels are the last one (the attribute `data_format`).
///
/// Source: TensorFlow `tf.raw_ops.BiasAddGrad`; the Flex operator of TensorFlow Lite.
package struct BiasGradient: CustomOperation {
  package static let customName = "FlexBiasAddGrad"

  package init() {}

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    guard try FlexNode(options.customBytes).has("data_format", "NHWC") ?? true else {  // C1
      throw FormatError("data_format must be NHWC")
    }
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("gradient", .control, .float32)],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    guard shape.rank >= 2 else {  // C1
      throw OperatorError("'gradient' is \(shape.description), must have two axes or more")
    }
    return [Shape([shape.dimension(fromEnd: 1)])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (gradient, output) = (context.input(0), context.output)
    let channels = output.elementCount
    let rows = gradient.elementCount / max(channels, 1)
    let sums = context.scratch(byteCount: 8.saturatingProduct(channels))
    return Evaluation(kernel: "f32_bias_gradient") {
      (tensors: TensorTable) throws(OperatorError) in
      var row = tensors.elements(gradient.slot, as: Float.self)
      let sum = tensors.elements(sums, as: Double.self)
      sum.update(repeating: 0, count: channels)
      for _ in 0..<rows {
        for channel in 0..<channels { sum[channel] += Double(row[channel]) }
        row += channels
      }
      let result = tensors.elements(output.slot, as: Float.self)
      for channel in 0..<channels { result[channel] = Float(sum[channel]) }
    }
  }
}
