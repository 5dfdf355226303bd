// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension Conv3D: TensorFlowConversion {
  package static let tensorFlowNames = ["Conv3D"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let operation = Conv3D(try VolumeWindow(node))
    return [try legalizer.emit(.conv3D(operation), node.input(0), node.input(1))]
  }
}

extension Conv3DTranspose: TensorFlowConversion {
  package static let tensorFlowNames = ["Conv3DBackpropInputV2"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let operation = Conv3DTranspose(try VolumeWindow(node))
    return [
      try legalizer.emit(
        .conv3DTranspose(operation), node.input(0), node.input(1), node.input(2))
    ]
  }
}

extension VolumeWindow {
  /// What TensorFlow's convolutions over volumes say of their windows.
  fileprivate init(_ node: TensorFlowNode) throws(ConversionError) {
    let format = try node.string("data_format", default: "NDHWC")
    guard format == "NDHWC" else {
      throw node.error("data_format \(format) is not supported, use NDHWC")
    }
    let padding = try node.string("padding")
    guard padding == "SAME" || padding == "VALID" else {
      throw node.error("padding \(padding) is not supported")
    }
    func sizes(_ all: [Int], _ name: String) throws(ConversionError) -> [Int] {
      guard all.count == 5, all[0] == 1, all[4] == 1 else {
        throw node.error("\(name) \(all) must be 5, of which those for batch and channels are 1")
      }
      return Array(all[1..<4])
    }
    self.init(
      padding: padding == "SAME" ? .same : .valid,
      strides: try sizes(node.integers("strides"), "strides"),
      dilations: try sizes(
        node.integers("dilations", default: [1, 1, 1, 1, 1]), "dilations"))
  }

  /// The options that both operators have.
  fileprivate func options(_ activation: FusedActivation) -> Conv3DOptionsValue {
    Conv3DOptionsValue(
      padding: padding, strideD: strides[0], strideW: strides[2], strideH: strides[1],
      fusedActivationFunction: activation.function, dilationDFactor: dilations[0],
      dilationWFactor: dilations[2], dilationHFactor: dilations[1])
  }
}

extension Conv3D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    window.options(activation)
  }
}

extension Conv3DTranspose: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    window.options(activation)
  }
}
