// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// What comes back through a change of an image's size, along rows and columns one after the other:
/// a product with a constant matrix, which says how much of each element of the image is in each of
/// the result.
enum ResizeGradient: TensorFlowConversion {
  static let tensorFlowNames = ["ResizeBilinearGrad", "ResizeNearestNeighborGrad"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let gradient = try node.input(0)
    let original: (height: Int, width: Int)
    if node.operation == "ResizeBilinearGrad" {
      original = try legalizer.extent(ofImage: node.input(1))
    } else {
      let size = try legalizer.constantIntegers(node.input(1), called: "size")
      guard size.count == 2 else { throw node.error("size has \(size.count) elements, needs 2") }
      original = (size[0], size[1])
    }
    let result = try legalizer.extent(ofImage: gradient)
    guard min(original.height, original.width, result.height, result.width) > 0 else {
      throw node.error("images have no elements")
    }
    try legalizer.checkTable(original.height, result.height)
    try legalizer.checkTable(original.width, result.width)
    let shape = try legalizer.sizes(of: gradient)
    guard shape.count == 4 else { throw node.error("needs pictures of rank 4") }
    func number(_ size: Int) -> RuntimeSize { RuntimeSize(size, in: gradient) }
    let rows = try ResizedAxis(node, from: original.height, to: result.height)
    let columns = try ResizedAxis(node, from: original.width, to: result.width)
    var image = try legalizer.reshaped(
      gradient, to: [[shape[0]], [shape[1]], [shape[2], shape[3]]])
    image = try legalizer.product(rows, with: image)
    image = try legalizer.reshaped(
      image, to: [[shape[0], number(original.height)], [shape[2]], [shape[3]]])
    image = try legalizer.product(columns, with: image)
    return [
      try legalizer.reshaped(
        image,
        to: [[shape[0]], [number(original.height)], [number(original.width)], [shape[3]]])
    ]
  }
}

/// One axis of an image and what it becomes.
private struct ResizedAxis {
  let size: Int
  let resultSize: Int
  /// How much of each element of the axis is in each of the result: `[size, resultSize]`.
  let shares: [Float]

  init(_ node: TensorFlowNode, from size: Int, to resultSize: Int) throws(ConversionError) {
    self.size = size
    self.resultSize = resultSize
    let alignsCorners = try node.bool("align_corners")
    let hasHalfPixelCenters = try node.bool("half_pixel_centers")
    let scale =
      alignsCorners && resultSize > 1
      ? Float(size - 1) / Float(resultSize - 1) : Float(size) / Float(resultSize)
    let isBilinear = node.operation == "ResizeBilinearGrad"
    var shares = [Float](repeating: 0, count: size * resultSize)
    for place in 0..<resultSize {
      let center = hasHalfPixelCenters ? Float(place) + 0.5 : Float(place)
      if isBilinear {
        let position = center * scale - (hasHalfPixelCenters ? 0.5 : 0)
        let low = position.rounded(.down)
        let upperShare = position - low
        let (lower, upper) = (max(Int(low), 0), min(Int(low) + 1, size - 1))
        shares[min(lower, size - 1) * resultSize + place] += 1 - upperShare
        shares[upper * resultSize + place] += upperShare
      } else {
        let position = center * scale
        let nearest = alignsCorners ? position.rounded() : position.rounded(.down)
        shares[min(max(Int(nearest), 0), size - 1) * resultSize + place] += 1
      }
    }
    self.shares = shares
  }
}

extension Legalizer {
  /// Each matrix of `[count, resultSize, columns]` times the shares of an axis.
  fileprivate mutating func product(
    _ axis: ResizedAxis, with matrices: ValueID
  ) throws(ConversionError) -> ValueID {
    let shares = try constant(
      ConstantData(axis.shares), type: .float32, shape: [1, axis.size, axis.resultSize])
    let product = BatchMatMul(transposesLeft: false, transposesRight: false)
    return try emit(.batchMatMul(product), shares, matrices)
  }
}
