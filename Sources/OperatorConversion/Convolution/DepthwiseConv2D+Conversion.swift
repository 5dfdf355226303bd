// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension DepthwiseConv2D: TensorFlowConversion {
  package static let tensorFlowNames = ["DepthwiseConv2dNative"]

  /// Filters change from height, width, inputs, multiplier to 1, height, width, outputs, which
  /// moves no element; a bias of zeros is added for passes to fill.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let window = try ConvolutionAttributes(node)
    var input = try node.input(0)
    if window.isChannelsFirst { input = try legalizer.channelsLast(input) }
    input = try legalizer.padded(input, window)
    let filter = try node.input(1)
    var sizes: [Int] = []
    for axis in 0..<4 {
      sizes.append(try legalizer.staticDimension(axis, of: filter, called: "filter"))
    }
    let outputs = sizes[2] * sizes[3]
    let reshaped = try legalizer.reshaped(filter, to: [1, sizes[0], sizes[1], outputs])
    let bias = try legalizer.zeros(count: outputs)
    let operation = DepthwiseConv2D(
      padding: window.padding, strideHeight: window.strides.height,
      strideWidth: window.strides.width, dilationHeight: window.dilations.height,
      dilationWidth: window.dilations.width, depthMultiplier: sizes[3])
    let result = try legalizer.emit(.depthwiseConv2D(operation), input, reshaped, bias)
    return [window.isChannelsFirst ? try legalizer.channelsFirst(result) : result]
  }
}

extension DepthwiseConv2D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    DepthwiseConv2DOptionsValue(
      padding: padding, strideW: strideWidth, strideH: strideHeight,
      depthMultiplier: depthMultiplier, fusedActivationFunction: activation.function,
      dilationWFactor: dilationWidth, dilationHFactor: dilationHeight)
  }

  package func version(for operands: WrittenOperands) -> Int {
    if operands.type(1) == .int4 { return 7 }
    if operands.isDynamicRange { return operands.hasPerChannelWeights ? 6 : 4 }
    let isDilated = dilationHeight != 1 || dilationWidth != 1
    return operands.type(0) == .float32 && isDilated
      ? 2 : operands.version(byType: [.int8: 3, .int16: 5])
  }
}
