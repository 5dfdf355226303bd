// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import OpenSizes
import Operators
import TensorCore

extension BatchMatMul: TensorFlowConversion {
  package static let tensorFlowNames = ["BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"]

  /// A constant right matrix that serves all of the left ones becomes the weights of a dense layer.
  ///
  /// For real numbers the adjoint is the transpose.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (left, right) = (try node.input(0), try node.input(1))
    let isLeftTransposed = try node.bool("adj_x")
    let isRightTransposed = try node.bool("adj_y")
    if !isLeftTransposed, legalizer.known(right).constant != nil,
      let matrix = try legalizer.soleMatrix(right, besides: left)
    {
      let weights = isRightTransposed ? matrix : try legalizer.outputsFirst(matrix)
      let layer = FullyConnected(keepsDimensions: true)
      return [try legalizer.emit(.fullyConnected(layer), left, weights, nil)]
    }
    let product = BatchMatMul(
      transposesLeft: isLeftTransposed, transposesRight: isRightTransposed)
    return [try legalizer.emit(.batchMatMul(product), left, right)]
  }
}

extension Legalizer {
  /// A constant as one matrix; nil where it is several, or has more axes than what it is multiplied
  /// with.
  fileprivate mutating func soleMatrix(
    _ value: ValueID, besides other: ValueID
  ) throws(ConversionError) -> ValueID? {
    let shape = try shape(of: value).compactMap { $0 }
    guard shape.count >= 2, shape.dropLast(2).allSatisfy({ $0 == 1 }), !shape.contains(0),
      let rank = known(other).sizes?.count, rank >= shape.count
    else { return nil }
    return shape.count == 2 ? value : try reshaped(value, to: Array(shape.suffix(2)))
  }
}

extension BatchMatMul: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    BatchMatMulOptionsValue(
      adjX: transposesLeft, adjY: transposesRight,
      asymmetricQuantizeInputs: operands.isDynamicRange && quantizesAsymmetrically)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.isDynamicRange ? 4 : operands.version(byType: [.int8: 2, .int16: 3])
  }
}
