// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension Pooling {
  /// The options that pools share.
  var options: any OptionsValue {
    Pool2DOptionsValue(
      padding: padding, strideW: strideWidth, strideH: strideHeight, filterWidth: filterWidth,
      filterHeight: filterHeight, fusedActivationFunction: activation.function)
  }
}

/// A pool that TensorFlow has, too.
protocol PoolConversion: TensorFlowConversion, WrittenOperator, PoolingOperator, ActivatedOperator {
}

extension PoolConversion {
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
    let operation = Self(
      Pooling(
        filter: (size.height, size.width),
        stride: (window.strides.height, window.strides.width), padding: window.padding))
    let result = try legalizer.emit(operation.asOperator, input)
    return [window.isChannelsFirst ? try legalizer.channelsFirst(result) : result]
  }

  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    pooling.options
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
