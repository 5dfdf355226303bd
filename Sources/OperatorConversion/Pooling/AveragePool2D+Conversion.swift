// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension AveragePool2D: TensorFlowConversion {
  package static let tensorFlowNames = ["AvgPool"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let window = try ConvolutionAttributes(node)
    let size = try window.pair(node.integers("ksize"), called: "ksize", of: node)
    var input = try node.input(0)
    if window.isChannelsFirst { input = try legalizer.channelsLast(input) }
    guard window.explicitPaddings == nil else {
      throw node.error("explicit paddings are not supported; pad the input before")
    }
    let operation = AveragePool2D(
      Pooling(
        filter: (size.height, size.width),
        stride: (window.strides.height, window.strides.width), padding: window.padding))
    let result = try legalizer.emit(.averagePool2D(operation), input)
    return [window.isChannelsFirst ? try legalizer.channelsFirst(result) : result]
  }
}

extension AveragePool2D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    pooling.options
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
