// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// How the loss changes with the image or the filter of a convolution, from how it changes with the
/// result.
///
/// With `y[b, i, j, o] = Σ x[b, i·s + k·d − p, j·s + l·d − p, c] · w[k, l, c, o]` and `g` the derivative by
/// `y`:
///
/// | operator `Flex…`                        | operands            | result  |
/// |-----------------------------------------|---------------------|---------|
/// | `Conv2DBackpropInput`                   | `sizes`, `w`, `g`   | `Σ g[b, i, j, o] · w[k, l, c, o]` for each element of `x` |
/// | `Conv2DBackpropFilter`                  | `x`, `sizes`, `g`   | `Σ g[b, i, j, o] · x[b, …, c]` for each element of `w` |
/// | `DepthwiseConv2dNativeBackpropInput`    | `sizes`, `w`, `g`   | the same, each channel with filters of its own |
/// | `DepthwiseConv2dNativeBackpropFilter`   | `x`, `sizes`, `g`   | the same, each channel with filters of its own |
///
/// | operand | type    | shape                                                                    |
/// |---------|---------|--------------------------------------------------------------------------|
/// | `sizes` | int32   | `[4]`: the shape of the result                                           |
/// | `x`     | float32 | `[batch, height, width, depth]`                                          |
/// | `w`     | float32 | `[rows, columns, depth / groups, outputs]`; depthwise `[rows, columns, depth, multiplier]` |
/// | `g`     | float32 | `[batch, …, …, outputs]`                                                 |
///
/// Summed in float32.
///
/// Constraints:
/// - C1: `sizes` is known, since the shape of the result is its elements, and has four.
/// - C2: image, filter and `g` have four axes and the sizes of a convolution with these strides,
///   dilations and padding.
///
/// Source: TensorFlow `tf.raw_ops.Conv2DBackpropInput` and its kin; the Flex operators of TensorFlow
/// Lite.
package struct ConvolutionGradient: LiteOperator {
  package static let builtin = BuiltinOperator.custom

  package let form: ConvolutionGradientForm
  package let padding: Padding
  package let strideHeight: Int
  package let strideWidth: Int
  package let dilationHeight: Int
  package let dilationWidth: Int

  package init(
    _ form: ConvolutionGradientForm, padding: Padding, stride: (height: Int, width: Int),
    dilation: (height: Int, width: Int) = (1, 1)
  ) {
    (self.form, self.padding) = (form, padding)
    (strideHeight, strideWidth) = stride
    (dilationHeight, dilationWidth) = dilation
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    guard let form = ConvolutionGradientForm(named: options.customName) else {
      throw FormatError("'\(options.customName)' is no gradient of a convolution")
    }
    let attributes = try ImageAttributes(options, lists: ["strides", "dilations"])
    self.init(
      form, padding: attributes.padding, stride: attributes.size(0),
      dilation: attributes.size(1))
  }

  package var operandRules: OperandRules {
    let sizes = OperandRule("sizes", .control, .int32)
    let (first, second) =
      form.isOfInput
      ? (sizes, OperandRule("filter", .control, .float32))
      : (OperandRule("input", .control, .float32), sizes)
    return OperandRules(
      inputs: [first, second, OperandRule("gradient", .control, .float32)],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package var reach: OperatorReach {
    form.isOfInput ? .operand(1, exceptAxis: 2) : .operand(2, exceptAxis: 3)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let sizes = try inputs[form.isOfInput ? 0 : 1]!.knownIntegers("sizes", count: 4)  // C1
    let shape = try Shape.checked(sizes)
    _ = try parameters(inputs, result: shape)
    return [shape]
  }

  /// - Throws: where the sizes are not those of a convolution.
  private func parameters(
    _ inputs: [Operand?], result: Shape
  ) throws(OperatorError) -> linnet_convolution_gradient {
    let gradient = inputs[2]!.shape
    let (input, filter) =
      form.isOfInput ? (result, inputs[1]!.shape) : (inputs[0]!.shape, result)
    guard input.rank == 4, filter.rank == 4, gradient.rank == 4 else {  // C2
      throw OperatorError(shapesOf: inputs, "image, filter and gradient must have four axes")
    }
    let rows = try WindowAxis(
      input: input[1], window: filter[0], stride: strideHeight, dilation: dilationHeight,
      padding: padding)
    let columns = try WindowAxis(
      input: input[2], window: filter[1], stride: strideWidth, dilation: dilationWidth,
      padding: padding)
    let depth = form.isDepthwise ? 1 : filter[2]
    let outputs = form.isDepthwise ? filter[2].saturatingProduct(filter[3]) : filter[3]
    guard depth > 0, input[3] > 0, input[3] % depth == 0, outputs % (input[3] / depth) == 0,
      !form.isDepthwise || filter[2] == input[3],
      gradient == Shape([input[0], rows.output, columns.output, outputs])
    else {  // C2
      throw OperatorError(
        shapesOf: inputs, "are not of one convolution with this stride and padding")
    }
    var parameters = linnet_convolution_gradient()
    parameters.batch = input[0]
    (parameters.input_height, parameters.input_width) = (input[1], input[2])
    (parameters.output_height, parameters.output_width) = (rows.output, columns.output)
    (parameters.input_depth, parameters.output_depth) = (input[3], outputs)
    (parameters.filter_height, parameters.filter_width) = (filter[0], filter[1])
    parameters.group_depth = depth
    (parameters.stride_height, parameters.stride_width) = (rows.stride, columns.stride)
    (parameters.dilation_height, parameters.dilation_width) = (rows.dilation, columns.dilation)
    (parameters.pad_top, parameters.pad_left) = (rows.padBefore, columns.padBefore)
    return parameters
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let output = context.output
    let parameters = PreparedBuffer(try parameters(context.inputs, result: output.shape))
    let isOfInput = form.isOfInput
    // Rows of images, or pixels of the filter.
    let partition = Partition(
      count: output.shape[0] * output.shape[1], threadCount: context.threadCount, grain: 1)
    let (other, gradient) = (context.input(isOfInput ? 1 : 0).slot, context.input(2).slot)
    let kernel = isOfInput ? f32_convolution_input_gradient : f32_convolution_filter_gradient
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let range = partition.range(of: task)
      kernel(
        tensors.elements(other), tensors.elements(gradient), tensors.elements(output.slot),
        range.lowerBound, range.upperBound, parameters.elements())
    }
    return Evaluation(
      kernel: isOfInput ? "f32_convolution_input_gradient" : "f32_convolution_filter_gradient",
      stages: [stage])
  }
}

/// Which derivative: see ``ConvolutionGradient``.
package enum ConvolutionGradientForm: CustomForm {
  case input, filter, depthwiseInput, depthwiseFilter

  /// Whether the derivative is that by the image.
  var isOfInput: Bool { self == .input || self == .depthwiseInput }

  var isDepthwise: Bool { self == .depthwiseInput || self == .depthwiseFilter }

  package var name: String {
    switch self {
    case .input: "FlexConv2DBackpropInput"
    case .filter: "FlexConv2DBackpropFilter"
    case .depthwiseInput: "FlexDepthwiseConv2dNativeBackpropInput"
    case .depthwiseFilter: "FlexDepthwiseConv2dNativeBackpropFilter"
    }
  }
}
