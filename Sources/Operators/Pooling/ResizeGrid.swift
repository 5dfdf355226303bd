// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// How the positions of a resized picture lie on the picture that it is made from.
package struct ResizeGrid: Hashable, Sendable {
  /// The corners' centers stay where they are.
  package var alignsCorners: Bool
  /// Positions are those of the pixels' centers.
  package var hasHalfPixelCenters: Bool

  package init(alignsCorners: Bool = false, hasHalfPixelCenters: Bool = false) {
    self.alignsCorners = alignsCorners
    self.hasHalfPixelCenters = hasHalfPixelCenters
  }

  /// The most pixels that a picture may be high or wide.
  static let sizeLimit = 1 << 20

  /// The shape of a resized picture.
  ///
  /// - Throws: if `input` has not rank 4 and pixels, or `size` is not two constant numbers from 1 to
  ///   ``sizeLimit``.
  func resultShape(_ input: Operand, _ size: Operand) throws(OperatorError) -> Shape {
    guard input.shape.rank == 4, input.shape[1] > 0, input.shape[2] > 0 else {
      throw OperatorError("'input' is \(input.shape.description), must have rank 4 and pixels")
    }
    guard size.shape == Shape([2]) else {
      throw OperatorError("'size' is \(size.shape.description), must be [2]")
    }
    let values = try size.knownIntegers("size")
    for value in values where value < 1 || value > Self.sizeLimit {
      throw OperatorError("size \(value) is out of range: allowed 1 to \(Self.sizeLimit)")
    }
    return try Shape.checked([input.shape[0], values[0], values[1], input.shape[3]])
  }

  /// The nearest source position for each of `count` positions over `extent`, in float32 and with
  /// halves away from zero, as TensorFlow Lite's reference.
  func nearest(count: Int, extent: Int) -> [Int] {
    let scale =
      alignsCorners && count > 1
      ? Float(extent - 1) / Float(count - 1) : Float(extent) / Float(count)
    let shift: Float = hasHalfPixelCenters ? 0.5 : 0
    return (0..<count).map { position in
      let exact = (Float(position) + shift) * scale
      let rounded = alignsCorners ? exact.rounded(.toNearestOrAwayFromZero) : exact.rounded(.down)
      return max(min(Int(rounded), extent - 1), 0)
    }
  }

  /// Two neighbours, and how far from `lower` the position lies towards `upper`.
  struct Neighbours<Weight> {
    let lower: Int
    let upper: Int
    let weight: Weight
  }

  /// For each of `count` positions over `extent`, in float32.
  func floatNeighbours(count: Int, extent: Int) -> [Neighbours<Float>] {
    let scale =
      alignsCorners && count > 1
      ? Float(extent - 1) / Float(count - 1) : Float(extent) / Float(count)
    return (0..<count).map { position in
      let exact =
        hasHalfPixelCenters ? (Float(position) + 0.5) * scale - 0.5 : Float(position) * scale
      let lower = max(Int(exact.rounded(.down)), 0)
      let upper = min(Int(exact.rounded(.up)), extent - 1)
      return Neighbours(lower: lower, upper: upper, weight: exact - Float(lower))
    }
  }

  /// For each of `count` positions over `extent`, in steps of 2⁻¹⁰.
  func integerNeighbours(count: Int, extent: Int) -> [Neighbours<Int>] {
    let (given, wanted) = (Int64(extent), Int64(count))
    let scale =
      alignsCorners && count > 1
      ? (1024 * (given - 1) + (wanted - 1) / 2) / (wanted - 1)
      : (1024 * given + wanted / 2) / wanted
    return (0..<wanted).map { position in
      let exact =
        hasHalfPixelCenters ? position * scale + scale / 2 - 512 : position * scale
      let lower = max(exact / 1024, 0)
      let upper = min((exact + 1023) / 1024, given - 1)
      return Neighbours(
        lower: Int(lower), upper: Int(upper), weight: Int(exact - 1024 * lower))
    }
  }
}
