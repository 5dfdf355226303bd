// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Boxes cut out of pictures and brought to one size.
enum CropAndResize: TensorFlowConversion {
  static let tensorFlowNames = ["CropAndResize"]

  /// Each pixel is gathered from the flat batch; four for a bilinear one.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let image = try legalizer.converted(node.input(0), as: .float32)
    let sizes = try legalizer.sizes(of: image)
    let size = try legalizer.constantIntegers(node.input(3), called: "crop_size")
    guard sizes.count == 4, size.count == 2 else {
      throw node.error("needs pictures of rank 4 and two sizes")
    }
    let boxes = try node.input(1)
    let rows = try legalizer.lines(boxes, 0, sizes[1], count: size[0])
    let columns = try legalizer.lines(boxes, 1, sizes[2], count: size[1])
    let pixels = try legalizer.reshaped(image, to: [Array(sizes[..<3]), [sizes[3]]])
    let first = try legalizer.product(
      legalizer.converted(node.input(2), as: .int32), legalizer.scalar(sizes[1]))
    // [boxes, 1, 1]: the first row of each box' picture.
    let start = try legalizer.expanded(legalizer.expanded(first, at: 1), at: 1)
    func picked(
      _ row: ValueID, _ column: ValueID, _ legalizer: inout Legalizer
    ) throws(ConversionError) -> ValueID {
      let line = try legalizer.sum(start, legalizer.expanded(row, at: 2))
      let width = try legalizer.scalar(sizes[2])
      let place = try legalizer.sum(
        legalizer.product(line, width), legalizer.expanded(column, at: 1))
      return try legalizer.gathered(pixels, at: place, along: 0)
    }
    let result: ValueID
    if try node.string("method", default: "bilinear") == "nearest" {
      result = try picked(rows.nearest, columns.nearest, &legalizer)
    } else {
      let (across, down) = (
        try legalizer.expanded(legalizer.expanded(columns.fraction, at: 1), at: 3),
        try legalizer.expanded(legalizer.expanded(rows.fraction, at: 2), at: 3)
      )
      let top = try legalizer.between(
        picked(rows.low, columns.low, &legalizer), picked(rows.low, columns.high, &legalizer),
        across)
      let bottom = try legalizer.between(
        picked(rows.high, columns.low, &legalizer), picked(rows.high, columns.high, &legalizer),
        across)
      result = try legalizer.between(top, bottom, down)
    }
    let isInside = try legalizer.expanded(
      legalizer.both(
        legalizer.expanded(rows.isInside, at: 2), legalizer.expanded(columns.isInside, at: 1)),
      at: 3)
    let outside = try legalizer.constant(
      scalar: node.float("extrapolation_value", default: 0), type: .float32)
    return [try legalizer.choice(isInside, result, outside)]
  }
}

/// Where the pixels of each box lie along one axis of a picture, all `[boxes, count]`.
private struct CropLines {
  let low: ValueID
  let high: ValueID
  let nearest: ValueID
  let fraction: ValueID
  let isInside: ValueID
}

extension Legalizer {
  /// - Parameter axis: of the corners: 0 for heights, 1 for widths.
  fileprivate mutating func lines(
    _ boxes: ValueID, _ axis: Int, _ size: RuntimeSize, count: Int
  ) throws(ConversionError) -> CropLines {
    let first = try gathered(boxes, at: constant(integers: [axis]), along: 1)
    let last = try gathered(boxes, at: constant(integers: [axis + 2]), along: 1)
    let end = try difference(converted(scalar(size), as: .float32), 1)
    let place: ValueID
    try checkTable(count)
    if count > 1 {
      let step = try quotient(product(difference(last, first), end), Float(count - 1))
      let numbers = try constant(
        ConstantData((0..<count).map { Float($0) }), type: .float32, shape: [1, count])
      place = try sum(product(first, end), product(step, numbers))
    } else {
      place = try product(product(sum(first, last), 0.5), end)
    }
    let zero = try constant(scalar: 0, type: .float32)
    let isInside = try both(
      emit(.greaterEqual(GreaterEqual()), place, zero),
      emit(.lessEqual(LessEqual()), place, end))
    // Those outside are read somewhere, and not taken.
    let bounded = try choice(isInside, place, zero)
    let low = try floor(bounded)
    let high = try emit(.ceil(Ceil()), bounded)
    let nearest = try floor(sum(bounded, 0.5))
    return CropLines(
      low: try converted(low, as: .int32), high: try converted(high, as: .int32),
      nearest: try converted(nearest, as: .int32), fraction: try difference(bounded, low),
      isInside: isInside)
  }

  /// `a + (b − a) · t`.
  fileprivate mutating func between(
    _ a: ValueID, _ b: ValueID, _ t: ValueID
  ) throws(ConversionError) -> ValueID {
    try sum(a, product(difference(b, a), t))
  }
}
