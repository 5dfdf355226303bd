// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// The transposed depthwise convolution, as one of all channels whose filters are 0 for others.
enum DepthwiseTransposed: TensorFlowConversion {
  static let tensorFlowNames = ["DepthwiseConv2dNativeBackpropInput"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let window = try ConvolutionAttributes(node)
    guard !window.isChannelsFirst, window.explicitPaddings == nil,
      window.dilations.height == 1, window.dilations.width == 1
    else { throw node.error("needs data_format NHWC, padding SAME or VALID, and no dilations") }
    let filter = try node.input(1)
    var sizes: [Int] = []
    for axis in 0..<4 {
      sizes.append(try legalizer.staticDimension(axis, of: filter, called: "filter"))
    }
    let (channels, inputs) = (sizes[2], sizes[2] * sizes[3])
    let mask = (0..<channels).flatMap { channel in
      (0..<inputs).map { Float($0 / sizes[3] == channel ? 1 : 0) }
    }
    let isOwn = try legalizer.constant(
      ConstantData(mask), type: .float32, shape: [channels, 1, 1, inputs])
    let row = try legalizer.reshaped(filter, to: [1, sizes[0], sizes[1], inputs])
    let operation = TransposeConv(
      padding: window.padding, strideHeight: window.strides.height,
      strideWidth: window.strides.width)
    return [
      try legalizer.emit(
        .transposeConv(operation), node.input(0), legalizer.product(row, isOwn), node.input(2),
        legalizer.zeros(count: channels))
    ]
  }
}
