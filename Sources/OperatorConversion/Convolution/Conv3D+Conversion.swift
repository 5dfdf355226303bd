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
    let operation = Operator.conv3D(Conv3D(try VolumeWindow(node)))
    let (input, filters) = (try node.input(0), try node.input(1))
    guard let channels = try legalizer.shape(of: input).last ?? nil,
      let depth = try legalizer.shape(of: filters).dropLast().last ?? nil, depth > 0,
      channels != depth, channels % depth == 0
    else { return [try legalizer.emit(operation, input, filters)] }
    // The lite operator has no groups: each of them is a convolution of its own.
    let (groups, axis) = (channels / depth, try legalizer.scalar(4))
    let split = Operator.split(Split(splitCount: groups))
    let inputs = try legalizer.emit(split, [axis, input], count: groups)
    let parts = try legalizer.emit(split, [axis, filters], count: groups)
    var results: [ValueID] = []
    for (input, filters) in zip(inputs, parts) {
      results.append(try legalizer.emit(operation, input, filters))
    }
    return [try legalizer.joined(results, along: 4)]
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
