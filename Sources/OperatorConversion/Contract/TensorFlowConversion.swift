// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

/// How some of TensorFlow's operators are spelled in the lite format.
package protocol TensorFlowConversion: SendableMetatype {
  /// The operators it converts, by TensorFlow's names.
  static var tensorFlowNames: [String] { get }

  /// Emits the lite operators that compute what `node` does.
  ///
  /// - Returns: a value for each result of the node.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID]
}

/// A lite operator that computes just what a TensorFlow operator does, on the same operands.
package protocol DirectConversion: TensorFlowConversion {
  /// The operator with the attributes of `node`.
  static func operation(for node: TensorFlowNode) throws(ConversionError) -> Operator
}

extension DirectConversion {
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    try legalizer.emit(operation(for: node), node.inputs, count: node.resultCount)
  }
}
