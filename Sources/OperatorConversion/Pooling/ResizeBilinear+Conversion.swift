// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension ResizeBilinear: DirectConversion {
  package static let tensorFlowNames = ["ResizeBilinear"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .resizeBilinear(ResizeBilinear(grid: try ResizeGrid(node)))
  }
}

extension ResizeBilinear: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ResizeBilinearOptionsValue(
      alignCorners: grid.alignsCorners, halfPixelCenters: grid.hasHalfPixelCenters)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.type(0) != .int16 && grid.hasHalfPixelCenters
      ? 3 : operands.version(byType: [.int8: 2, .int16: 4])
  }
}

extension ResizeGrid {
  /// How a TensorFlow node lays out the grid.
  init(_ node: TensorFlowNode) throws(ConversionError) {
    self.init()
    alignsCorners = try node.bool("align_corners")
    hasHalfPixelCenters = try node.bool("half_pixel_centers")
  }
}
