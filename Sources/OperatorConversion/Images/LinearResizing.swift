// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Pictures of another size, of which each pixel is a weighted sum: products with a matrix for the
/// heights and one for the widths, which are known when sizes are.
enum LinearResizing: TensorFlowConversion {
  static let tensorFlowNames = ["ResizeArea", "ResizeBicubic", "ScaleAndTranslate"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var x = try legalizer.converted(node.input(0), as: .float32)
    let target = try legalizer.constantIntegers(node.input(1), called: "size")
    guard target.count == 2, target.allSatisfy({ $0 > 0 }), try legalizer.rank(of: x) == 4 else {
      throw node.error("needs pictures of rank 4 and two positive sizes")
    }
    for axis in 0..<2 {
      let size = try legalizer.staticDimension(axis + 1, of: x, called: "images")
      guard size > 0 else { throw node.error("needs pictures that are not empty") }
      try legalizer.checkTable(size, target[axis])
      let matrix = try weights(of: node, axis, from: size, to: target[axis], legalizer)
      x = try legalizer.mapped(x, by: matrix, along: axis + 1, count: target[axis])
    }
    return [x]
  }

  /// A row of weights for each line of the result.
  private static func weights(
    of node: TensorFlowNode, _ axis: Int, from size: Int, to target: Int, _ legalizer: Legalizer
  ) throws(ConversionError) -> [[Float]] {
    if node.operation == "ScaleAndTranslate" {
      let scale = try legalizer.constantFloats(node.input(2), called: "scale")
      let shift = try legalizer.constantFloats(node.input(3), called: "translation")
      let name = try node.string("kernel_type", default: "lanczos3")
      guard let kernel = ResizeKernel(name), scale.count == 2, shift.count == 2 else {
        throw node.error("kernel \(name) is not supported, or scale and translation are not two")
      }
      return try kernel.weights(
        from: size, to: target, scale: scale[axis], shift: shift[axis],
        widens: node.bool("antialias", default: true))
    }
    let alignsCorners = try node.bool("align_corners")
    let scale =
      alignsCorners && target > 1
      ? Float(size - 1) / Float(target - 1) : Float(size) / Float(target)
    return node.operation == "ResizeArea"
      ? ResizeWeights.area(from: size, to: target, scale: scale)
      : ResizeWeights.cubic(
        from: size, to: target, scale: scale,
        hasHalfPixelCenters: try node.bool("half_pixel_centers"))
  }
}

extension Legalizer {
  /// The elements of a constant of float32.
  func constantFloats(
    _ value: ValueID, called role: String
  ) throws(ConversionError) -> [Float] {
    guard type(of: value) == .float32,
      let elements = known(value).constant?.elements(as: Float.self)
    else { throw error("'\(role)' must be a constant of type float32") }
    return elements
  }

  /// Weighted sums along height (1) or width (2).
  fileprivate mutating func mapped(
    _ x: ValueID, by weights: [[Float]], along axis: Int, count: Int
  ) throws(ConversionError) -> ValueID {
    let sizes = try sizes(of: x)
    let matrix = try constant(
      ConstantData(weights.flatMap { $0 }), type: .float32, shape: [1, count, weights[0].count])
    let rows = try reshaped(
      x, to: [Array(sizes[..<axis]), [sizes[axis]], Array(sizes[(axis + 1)...])])
    let product = try emit(.batchMatMul(BatchMatMul()), matrix, rows)
    var result = sizes.map { [$0] }
    result[axis] = [RuntimeSize(known: count, value: x, axis: axis)]
    return try reshaped(product, to: result)
  }
}
