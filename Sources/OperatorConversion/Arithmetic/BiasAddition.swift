// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// A vector added along the channels.
enum BiasAddition: TensorFlowConversion {
  static let tensorFlowNames = ["BiasAdd", "BiasAddV1"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let input = try node.input(0)
    var bias = try node.input(1)
    if try node.string("data_format", default: "NHWC") == "NCHW" {
      let spatialRank = try legalizer.rank(of: input) - 2
      guard spatialRank >= 0 else { throw node.error("needs a batch and channels") }
      bias = try legalizer.reshaped(bias, to: [-1] + Array(repeating: 1, count: spatialRank))
    }
    return [try legalizer.emit(.add(Add()), input, bias)]
  }
}
