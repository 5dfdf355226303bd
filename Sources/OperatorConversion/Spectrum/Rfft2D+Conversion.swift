// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Rfft2D: TensorFlowConversion {
  package static let tensorFlowNames = ["RFFT", "RFFT2D"]

  /// One dimension is two, the first of which has size 1.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    guard node.operation == "RFFT" else {
      return [try legalizer.emit(.rfft2D(Rfft2D()), x, node.input(1))]
    }
    let rank = try legalizer.rank(of: x)
    let length = try legalizer.constantInteger(node.input(1), called: "fft_length")
    let axis = try legalizer.constant(integers: [rank - 1], shape: [])
    let row = try legalizer.emit(.expandDims(ExpandDims()), x, axis)
    let lengths = try legalizer.constant(integers: [1, length])
    let spectrum = try legalizer.emit(.rfft2D(Rfft2D()), row, lengths)
    return [try legalizer.emit(.squeeze(Squeeze(axes: [rank - 1])), spectrum)]
  }
}

extension Rfft2D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    Rfft2dOptionsValue()
  }
}
