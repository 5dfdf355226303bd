// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Two-dimensional convolution of images and filters, plus bias.
///
/// `y[b, i, j, o] = f(bias[o] + Σ x[b, i · strideH + k · dilationH − top, j · strideW + l ·
/// dilationW − left, c] · w[o, k, l, c])` over k, l, c; inputs outside of the image count as 0.
///
/// | operand   | shape                                  | quantization                               |
/// |-----------|----------------------------------------|--------------------------------------------|
/// | `input`   | `[batch, height, width, channels]`     | per tensor                                 |
/// | `weights` | `[outputs, kh, kw, channels / groups]` | per channel, axis 0, zero point 0; uint8 per tensor |
/// | `bias`    | `[outputs]`                            | scale = input scale × weights scale        |
///
/// Types are those of ``LinearScheme``. Integer results equal TensorFlow Lite's reference bit for
/// bit. With float input and integer weights each image is quantized at run time and results are
/// float; as in the reference, an image gets a zero point of its own only if the weights' scales
/// differ. A channel of scale 0 gives its output's zero point.
///
/// Constraints:
/// - C1: `input` and `weights` have rank 4, `weights` is not empty.
/// - C2: channels is a multiple of the weights' channels, outputs a multiple of the groups.
/// - C3: `bias`, if present, has one element an output; beside int16 it is constant.
/// - C4: the types are a ``LinearScheme``, the weights' scales one or as many as outputs.
///
/// Source: TensorFlow Lite 8-bit quantization specification, CONV_2D.
package struct Conv2D: ActivatedOperator {
  package static let builtin = BuiltinOperator.conv2D

  package var padding: Padding
  package var strideHeight: Int
  package var strideWidth: Int
  package var dilationHeight: Int
  package var dilationWidth: Int
  package var activation: FusedActivation
  /// The type of sums of int16 without bias: int32, or any other for int64.
  package var quantizedBiasType = ElementType.float32

  package init(
    padding: Padding, strideHeight: Int = 1, strideWidth: Int = 1, dilationHeight: Int = 1,
    dilationWidth: Int = 1, activation: FusedActivation = .none
  ) {
    self.padding = padding
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.dilationHeight = dilationHeight
    self.dilationWidth = dilationWidth
    self.activation = activation
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try Conv2DOptionsView(options)
    padding = view.padding
    (strideHeight, strideWidth) = (view.strideH, view.strideW)
    (dilationHeight, dilationWidth) = (view.dilationHFactor, view.dilationWFactor)
    activation = try FusedActivation(view.fusedActivationFunction)
    quantizedBiasType = view.quantizedBiasType
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        .activation("input", of: .convolutions), .weights(of: .convolutions, axis: 0),
        .bias(of: .convolutions),
      ],
      outputs: [.activation("output", of: .convolutions)],
      scales: .free, allowsDynamicRange: true,
      packsComputed: [.floats, .int8, .uint8], widens: .halves)
  }

  package var reach: OperatorReach { .weights(axes: 1..<4) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (vertical, horizontal) = try axes(inputs[0]!.shape, inputs[1]!.shape)
    return [
      Shape([
        inputs[0]!.shape[0], vertical.output, horizontal.output, inputs[1]!.shape[0],
      ])
    ]
  }

  /// How the windows lie over the image.
  private func axes(
    _ input: Shape, _ weights: Shape
  ) throws(OperatorError) -> (vertical: WindowAxis, horizontal: WindowAxis) {
    guard input.rank == 4, weights.rank == 4, weights.elementCount > 0 else {
      throw OperatorError(
        "input \(input.description) and weights \(weights.description) must have rank 4")  // C1
    }
    guard input[3] > 0, input[3] % weights[3] == 0, weights[0] % (input[3] / weights[3]) == 0
    else {
      throw OperatorError(
        "input \(input.description) has channels that do not divide into groups of weights "
          + weights.description)  // C2
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
    let (vertical, horizontal) = try axes(context.input(0).shape, context.input(1).shape)
    let operands = try LayerOperands(
      .convolutions, input: context.input(0), weights: context.input(1),
      bias: context.optionalInput(2), output: context.output, axis: 0,
      activation: activation)  // C1, C3, C4
    var layer = LinearLayer(
      operands, vertical: vertical, horizontal: horizontal,
      groups: context.input(0).shape[3] / context.input(1).shape[3])
    layer.sums = quantizedBiasType
    return try layer.evaluation(&context)
  }

  package var asOperator: Operator { .conv2D(self) }
}
