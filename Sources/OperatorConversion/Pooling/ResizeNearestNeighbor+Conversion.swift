// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension ResizeNearestNeighbor: DirectConversion {
  package static let tensorFlowNames = ["ResizeNearestNeighbor"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .resizeNearestNeighbor(ResizeNearestNeighbor(grid: try ResizeGrid(node)))
  }
}

extension ResizeNearestNeighbor: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ResizeNearestNeighborOptionsValue(
      alignCorners: grid.alignsCorners, halfPixelCenters: grid.hasHalfPixelCenters)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.type(0) != .int16 && (grid.hasHalfPixelCenters || grid.alignsCorners)
      ? 3 : operands.version(byType: [.int8: 2, .int16: 4])
  }
}
