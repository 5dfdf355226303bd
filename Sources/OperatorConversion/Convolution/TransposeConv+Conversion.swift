// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension TransposeConv: TensorFlowConversion {
  package static let tensorFlowNames = ["Conv2DBackpropInput"]

  /// Filters change from height, width, outputs, inputs to outputs, height, width, inputs; a bias of
  /// zeros is added for passes to fill. With dilations or explicit paddings it is a convolution of the
  /// input spread out.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let window = try ConvolutionAttributes(node)
    guard !window.isChannelsFirst else {
      throw node.error("transposed convolutions need data_format NHWC")
    }
    guard window.explicitPaddings == nil, window.dilations == .one else {
      var sizes: [Int] = []
      for axis in 0..<2 {
        sizes.append(try legalizer.staticDimension(axis, of: node.input(1), called: "filter"))
      }
      let image = try ImageWindow(
        node, size: legalizer.extent(ofShape: node.input(0), called: "input_sizes"),
        kernel: (sizes[0], sizes[1]))
      return [try legalizer.returned(node.input(2), throughDilated: node.input(1), image)]
    }
    let filter = try legalizer.transposed(node.input(1), by: [2, 0, 1, 3])
    let outputs = try legalizer.staticDimension(2, of: node.input(1), called: "filter")
    let operation = TransposeConv(
      padding: window.padding, strideHeight: window.strides.height,
      strideWidth: window.strides.width)
    let bias = try legalizer.zeros(count: outputs)
    return [
      try legalizer.emit(
        .transposeConv(operation), node.input(0), filter, node.input(2), bias)
    ]
  }
}

extension TransposeConv: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    TransposeConvOptionsValue(
      padding: padding, strideW: strideWidth, strideH: strideHeight,
      fusedActivationFunction: activation.function,
      quantizedBiasType: operands.quantizedBiasType(
        activation: 2, bias: 3, given: quantizedBiasType))
  }

  package func version(for operands: WrittenOperands) -> Int {
    if operands.hasShortBias(activation: 2, bias: 3) { return 5 }
    if activation != .none || operands.type(2) == .int16 { return 4 }
    if operands.inputs.count > 3, operands.inputs[3] != nil { return 3 }
    return operands.type(2) == .int8 ? 2 : 1
  }
}
