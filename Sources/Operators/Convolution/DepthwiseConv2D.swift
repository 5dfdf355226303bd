// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Convolution with a window of its own for each channel, plus bias.
///
/// `y[b, i, j, c · m + q] = f(bias[c · m + q] + Σ x[b, i · strideH + k · dilationH − top, j ·
/// strideW + l · dilationW − left, c] · w[0, k, l, c · m + q])` over k, l, with m outputs a channel.
///
/// | operand   | shape                              | quantization                                   |
/// |-----------|------------------------------------|------------------------------------------------|
/// | `input`   | `[batch, height, width, channels]` | per tensor                                     |
/// | `weights` | `[1, kh, kw, channels · m]`        | per channel, axis 3, zero point 0; uint8 per tensor |
/// | `bias`    | `[channels · m]`                   | scale = input scale × weights scale            |
///
/// Types are those of ``LinearScheme``. Integer results equal TensorFlow Lite's reference bit for
/// bit. With float input and integer weights, one output a channel, the weights are restored to float
/// and the input is not quantized: as fast, and more accurate than the reference. With several
/// outputs a channel each image is quantized at run time as ``Conv2D`` does it.
///
/// Constraints:
/// - C1: `input` and `weights` have rank 4, the weights' first dimension is 1, `weights` is not empty,
///   and constant where it has a zero point.
/// - C2: the weights' channels are a multiple of the input's.
/// - C3: `bias`, if present, has one element an output; beside int16 it is constant.
/// - C4: the types are a ``LinearScheme``, the weights' scales one or as many as outputs.
///
/// Source: TensorFlow Lite 8-bit quantization specification, DEPTHWISE_CONV_2D.
package struct DepthwiseConv2D: ActivatedOperator {
  package static let builtin = BuiltinOperator.depthwiseConv2D

  package var padding: Padding
  package var strideHeight: Int
  package var strideWidth: Int
  package var dilationHeight: Int
  package var dilationWidth: Int
  package var activation: FusedActivation
  /// Outputs a channel as the file says; evaluation takes it from the shapes.
  package var depthMultiplier: Int

  package init(
    padding: Padding, strideHeight: Int = 1, strideWidth: Int = 1, dilationHeight: Int = 1,
    dilationWidth: Int = 1, activation: FusedActivation = .none, depthMultiplier: Int = 1
  ) {
    self.padding = padding
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.dilationHeight = dilationHeight
    self.dilationWidth = dilationWidth
    self.activation = activation
    self.depthMultiplier = depthMultiplier
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try DepthwiseConv2DOptionsView(options)
    padding = view.padding
    (strideHeight, strideWidth) = (view.strideH, view.strideW)
    (dilationHeight, dilationWidth) = (view.dilationHFactor, view.dilationWFactor)
    depthMultiplier = view.depthMultiplier
    activation = try FusedActivation(view.fusedActivationFunction)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        .activation("input", of: .convolutions), .weights(of: .convolutions, axis: 3),
        .bias(of: .convolutions),
      ],
      outputs: [.activation("output", of: .convolutions)],
      scales: .free, allowsDynamicRange: true,
      packsComputed: [.floats, .int8], widens: .halves)
  }

  package var reach: OperatorReach { .weights(axes: 1..<3) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (vertical, horizontal) = try axes(inputs[0]!.shape, inputs[1]!.shape)
    return [
      Shape([
        inputs[0]!.shape[0], vertical.output, horizontal.output, inputs[1]!.shape[3],
      ])
    ]
  }

  /// How the windows lie over the image.
  private func axes(
    _ input: Shape, _ weights: Shape
  ) throws(OperatorError) -> (vertical: WindowAxis, horizontal: WindowAxis) {
    guard input.rank == 4, weights.rank == 4, weights.elementCount > 0, weights[0] == 1 else {
      throw OperatorError(
        "input \(input.description) must have rank 4, weights \(weights.description) must be "
          + "[1, height, width, outputs]")  // C1
    }
    guard input[3] > 0, weights[3] % input[3] == 0 else {
      throw OperatorError(
        "weights \(weights.description) have outputs that are no multiple of the channels of "
          + "input \(input.description)")  // C2
    }
    return (
      try WindowAxis(
        input: input[1], window: weights[1], stride: strideHeight, dilation: dilationHeight,
        padding: padding),
      try WindowAxis(
        input: input[2], window: weights[2], stride: strideWidth, dilation: dilationWidth,
        padding: padding)
    )
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, weights) = (context.input(0), context.input(1))
    let (vertical, horizontal) = try axes(input.shape, weights.shape)
    let operands = try LayerOperands(
      .convolutions, input: input, weights: weights, bias: context.optionalInput(2),
      output: context.output, axis: 3, activation: activation)  // C1, C3, C4
    if weights.shape[3] == input.shape[3],
      let convolution = try PreparedDepthwise(
        operands, vertical: vertical, horizontal: horizontal)
    {
      return try convolution.evaluation(&context)
    }
    // A convolution with a group for each input channel, which gives several outputs.
    let (outputs, taps) = (weights.shape[3], weights.shape[1] * weights.shape[2])
    let filters = operands.weights.reordered(piece: 1) { $0 % taps * outputs + $0 / taps }
    let layer = LinearLayer(
      operands, filters: filters, vertical: vertical, horizontal: horizontal,
      groups: input.shape[3])
    return try layer.evaluation(&context)
  }

  package var asOperator: Operator { .depthwiseConv2D(self) }
}
