// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Pools over volumes: over heights and widths first, then over depths. What stands for a window is the
/// same, as the number of elements in one is a product, too.
enum VolumePool: TensorFlowConversion {
  static let tensorFlowNames = ["AvgPool3D", "MaxPool3D"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let isFirst = try node.string("data_format", default: "NDHWC") == "NCDHW"
    var (sizes, strides) = (try node.integers("ksize"), try node.integers("strides"))
    guard sizes.count == 5, strides.count == 5 else { throw node.error("needs 5 sizes") }
    var x = try node.input(0)
    if isFirst {
      x = try legalizer.transposed(x, by: [0, 2, 3, 4, 1])
      sizes = [sizes[0]] + sizes[2...] + [sizes[1]]
      strides = [strides[0]] + strides[2...] + [strides[1]]
    }
    guard sizes[0] == 1, sizes[4] == 1, strides[0] == 1, strides[4] == 1 else {
      throw node.error("ksize and strides must be 1 for batch and channels")
    }
    let isSame = try node.string("padding") == "SAME"
    func pool(_ axes: (Int, Int), _ steps: (Int, Int)) -> Operator {
      let pooling = Pooling(filter: axes, stride: steps, padding: isSame ? .same : .valid)
      return node.operation == "MaxPool3D"
        ? .maxPool2D(MaxPool2D(pooling)) : .averagePool2D(AveragePool2D(pooling))
    }
    let before = try legalizer.sizes(of: x)
    guard before.count == 5 else { throw node.error("needs volumes of rank 5") }
    let slices = try legalizer.reshaped(
      x, to: [[before[0], before[1]], [before[2]], [before[3]], [before[4]]])
    let flat = try legalizer.emit(pool((sizes[2], sizes[3]), (strides[2], strides[3])), slices)
    let inner = try legalizer.sizes(of: flat)
    let columns = try legalizer.reshaped(
      flat, to: [[before[0]], [before[1]], [inner[1], inner[2]], [inner[3]]])
    let pooled = try legalizer.emit(pool((sizes[1], 1), (strides[1], 1)), columns)
    let depth = try legalizer.sizes(of: pooled)[1]
    let result = try legalizer.reshaped(
      pooled, to: [[before[0]], [depth], [inner[1]], [inner[2]], [before[4]]])
    return [isFirst ? try legalizer.transposed(result, by: [0, 4, 1, 2, 3]) : result]
  }
}

/// A pool whose window and strides are operands.
enum PoolOfOperands: TensorFlowConversion {
  static let tensorFlowNames = ["MaxPoolV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let sizes = try legalizer.constantIntegers(node.input(1), called: "ksize")
    let strides = try legalizer.constantIntegers(node.input(2), called: "strides")
    let pool = node.with(
      inputs: [try node.input(0)],
      lists: ["ksize": sizes, "strides": strides])
    return try MaxPool2D.convert(pool, with: &legalizer)
  }
}
