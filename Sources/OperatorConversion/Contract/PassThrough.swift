// SPDX-License-Identifier: Apache-2.0
import GraphIR

/// Operators that give what they get: they vanish.
enum PassThrough: TensorFlowConversion {
  static let tensorFlowNames = [
    "CheckNumerics", "DebugGradientIdentity", "DebugIdentity", "EnsureShape", "GuaranteeConst",
    "Identity",
    "IdentityN", "PlaceholderWithDefault", "PreventGradient", "Print", "Snapshot", "StopGradient",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    guard node.inputs.count >= node.resultCount else {
      throw node.error("has \(node.inputs.count) inputs for \(node.resultCount) results")
    }
    return Array(node.inputs.prefix(node.resultCount))
  }
}

/// A tensor of the graph itself.
enum Constant: TensorFlowConversion {
  static let tensorFlowNames = ["Const", "HostConst"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    [try legalizer.define(constant: node.tensor("value"))]
  }
}
