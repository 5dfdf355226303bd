// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Pictures turned, moved, sheared and zoomed: each pixel is taken from where eight numbers send its
/// place.
enum ProjectiveTransform: TensorFlowConversion {
  static let tensorFlowNames = ["ImageProjectiveTransformV2", "ImageProjectiveTransformV3"]

  /// With numbers `a`, the pixel at (x, y) comes from `((a₀x + a₁y + a₂) / k, (a₃x + a₄y + a₅) / k)`
  /// for `k = a₆x + a₇y + 1`; from nowhere where `k` is 0.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let type = legalizer.type(of: try node.input(0))
    let image = try legalizer.converted(node.input(0), as: .float32)
    let sizes = try legalizer.sizes(of: image)
    guard sizes.count == 4, try legalizer.rank(of: node.input(1)) == 2 else {
      throw node.error("needs pictures of rank 4 and transformations of rank 2")
    }
    let fill =
      node.inputs.count > 3
      ? try node.input(3) : try legalizer.constant(scalar: 0, type: .float32)
    let grid = try legalizer.places(sentBy: node.input(1), over: node.input(2))
    let mode = try node.string("fill_mode", default: "CONSTANT")
    let x = try legalizer.mapped(grid.x, into: sizes[2], by: mode, node)
    let y = try legalizer.mapped(grid.y, into: sizes[1], by: mode, node)
    let source = PictureSource(
      pixels: try legalizer.reshaped(image, to: [Array(sizes[..<3]), [sizes[3]]]),
      pictures: try legalizer.reshaped(
        legalizer.numbers(below: legalizer.scalar(sizes[0])), to: [-1, 1, 1]),
      height: try legalizer.scalar(sizes[1]), width: try legalizer.scalar(sizes[2]), fill: fill)
    let result: ValueID
    if try node.string("interpolation") == "NEAREST" {
      result = try legalizer.pixel(
        of: source, y: legalizer.rounded(y), x: legalizer.rounded(x))
    } else {
      let (left, top) = (try legalizer.floor(x), try legalizer.floor(y))
      let (right, bottom) = (try legalizer.sum(left, 1), try legalizer.sum(top, 1))
      func line(
        _ y: ValueID, _ legalizer: inout Legalizer
      ) throws(ConversionError) -> ValueID {
        try legalizer.blended(
          legalizer.pixel(of: source, y: y, x: left), legalizer.difference(right, x),
          legalizer.pixel(of: source, y: y, x: right), legalizer.difference(x, left))
      }
      result = try legalizer.blended(
        line(top, &legalizer), legalizer.difference(bottom, y), line(bottom, &legalizer),
        legalizer.difference(y, top))
    }
    let isSomewhere = try legalizer.expanded(legalizer.not(legalizer.isEqual(grid.k, 0)), at: 3)
    return [try legalizer.converted(legalizer.choice(isSomewhere, result, fill), as: type)]
  }
}

/// What pixels are taken from.
private struct PictureSource {
  /// `[pictures · height · width, channels]`.
  let pixels: ValueID
  /// The numbers of the pictures, `[pictures, 1, 1]`.
  let pictures: ValueID
  let height: ValueID
  let width: ValueID
  /// What stands outside.
  let fill: ValueID
}

extension Legalizer {
  /// Where each pixel of the results comes from, `[pictures, height, width]`, and what was divided by.
  fileprivate mutating func places(
    sentBy transforms: ValueID, over size: ValueID
  ) throws(ConversionError) -> (x: ValueID, y: ValueID, k: ValueID) {
    let columns = try converted(numbers(below: element(1, of: size, along: 0)), as: .float32)
    let rows = try converted(numbers(below: element(0, of: size, along: 0)), as: .float32)
    let (x, y) = (try reshaped(columns, to: [1, 1, -1]), try reshaped(rows, to: [1, -1, 1]))
    func combination(
      _ first: Int, _ last: ValueID, _ legalizer: inout Legalizer
    ) throws(ConversionError) -> ValueID {
      let a = try legalizer.coefficient(first, of: transforms)
      let b = try legalizer.coefficient(first + 1, of: transforms)
      return try legalizer.sum(
        legalizer.sum(legalizer.product(a, x), legalizer.product(b, y)), last)
    }
    let k = try combination(6, constant(scalar: 1, type: .float32), &self)
    return (
      try quotient(combination(0, coefficient(2, of: transforms), &self), k),
      try quotient(combination(3, coefficient(5, of: transforms), &self), k), k
    )
  }

  /// One number of each transformation, `[pictures, 1, 1]`.
  private mutating func coefficient(
    _ index: Int, of transforms: ValueID
  ) throws(ConversionError) -> ValueID {
    try reshaped(element(index, of: transforms, along: 1), to: [-1, 1, 1])
  }

  /// Places brought into a picture of a size; far outside they stay just outside.
  fileprivate mutating func mapped(
    _ place: ValueID, into size: RuntimeSize, by mode: String, _ node: TensorFlowNode
  ) throws(ConversionError) -> ValueID {
    let count = try converted(scalar(size), as: .float32)
    let last = try difference(count, 1)
    switch mode {
    case "CONSTANT": return try minimum(maximum(place, -2), sum(count, 1))
    case "NEAREST": return try minimum(maximum(place, 0), last)
    case "REFLECT":
      let period = try product(count, 2)
      let rest = try difference(place, product(period, floor(quotient(place, period))))
      let mirrored = try difference(difference(period, rest), 1)
      return try minimum(maximum(choice(isLess(rest, count), rest, mirrored), 0), last)
    case "WRAP":
      let span = try maximum(last, 1)
      let before = try sum(
        place, product(count, sum(floor(quotient(negated(place), span)), 1)))
      let behind = try difference(place, product(count, floor(quotient(place, span))))
      let isBehind = try emit(.greater(Greater()), place, last)
      let wrapped = try choice(
        isLess(place, 0), before, choice(isBehind, behind, place))
      return try minimum(maximum(wrapped, 0), last)
    default: throw node.error("fill_mode \(mode) is not supported")
    }
  }

  /// The nearest whole numbers, halves away from 0.
  fileprivate mutating func rounded(_ x: ValueID) throws(ConversionError) -> ValueID {
    try choice(isLess(x, 0), emit(.ceil(Ceil()), difference(x, 0.5)), floor(sum(x, 0.5)))
  }

  fileprivate mutating func blended(
    _ a: ValueID, _ shareOfA: ValueID, _ b: ValueID, _ shareOfB: ValueID
  ) throws(ConversionError) -> ValueID {
    try sum(product(a, expanded(shareOfA, at: 3)), product(b, expanded(shareOfB, at: 3)))
  }

  /// The pixels at whole places, `[pictures, height, width, channels]`.
  fileprivate mutating func pixel(
    of source: PictureSource, y: ValueID, x: ValueID
  ) throws(ConversionError) -> ValueID {
    let (row, column) = (try converted(y, as: .int32), try converted(x, as: .int32))
    let (lastRow, lastColumn) = (
      try difference(source.height, 1), try difference(source.width, 1)
    )
    let (insideRow, insideColumn) = (
      try minimum(maximum(row, 0), lastRow), try minimum(maximum(column, 0), lastColumn)
    )
    let line = try sum(product(source.pictures, source.height), insideRow)
    let place = try sum(product(line, source.width), insideColumn)
    let isInside = try both(isEqual(row, insideRow), isEqual(column, insideColumn))
    return try choice(
      expanded(isInside, at: 3), gathered(source.pixels, at: place, along: 0), source.fill)
  }
}
