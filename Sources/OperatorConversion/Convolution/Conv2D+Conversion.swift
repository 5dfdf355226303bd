// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension Conv2D: TensorFlowConversion {
  package static let tensorFlowNames = ["Conv2D"]

  /// Filters change from height, width, inputs, outputs to outputs, height, width, inputs; a bias
  /// of zeros is added for passes to fill.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let window = try ConvolutionAttributes(node)
    var input = try node.input(0)
    if window.isChannelsFirst { input = try legalizer.channelsLast(input) }
    input = try legalizer.padded(input, window)
    let filter = try legalizer.outputsFirst(node.input(1))
    let outputs = try legalizer.staticDimension(0, of: filter, called: "filter")
    let bias = try legalizer.zeros(count: outputs)
    let operation = Conv2D(
      padding: window.padding, strideHeight: window.strides.height,
      strideWidth: window.strides.width, dilationHeight: window.dilations.height,
      dilationWidth: window.dilations.width)
    let result = try legalizer.emit(.conv2D(operation), input, filter, bias)
    return [window.isChannelsFirst ? try legalizer.channelsFirst(result) : result]
  }
}

extension Conv2D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    Conv2DOptionsValue(
      padding: padding, strideW: strideWidth, strideH: strideHeight,
      fusedActivationFunction: activation.function, dilationWFactor: dilationWidth,
      dilationHFactor: dilationHeight,
      quantizedBiasType: operands.quantizedBiasType(
        activation: 0, bias: 2, given: quantizedBiasType))
  }

  package func version(for operands: WrittenOperands) -> Int {
    if operands.hasShortBias(activation: 0, bias: 2) { return 8 }
    if operands.type(1) == .int4 { return 7 }
    if operands.isDynamicRange { return operands.hasPerChannelWeights ? 5 : 2 }
    if operands.isGroupedConvolution { return 6 }
    return operands.version(byType: [.int8: 3, .int16: 4])
  }
}

extension WrittenOperands {
  /// Whether each filter sees only some of the input's channels.
  fileprivate var isGroupedConvolution: Bool {
    guard inputs.count > 1, let channels = inputs[0]?.shape?.last,
      let depth = inputs[1]?.shape?.last
    else { return false }
    return channels != depth
  }
}
