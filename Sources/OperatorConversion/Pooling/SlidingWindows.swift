// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Windows over the inner axes of a tensor, as slices: one for each place of a window.
struct SlidingWindows {
  /// Of the window, along each axis but batch and channels.
  let sizes: [Int]
  let strides: [Int]
  /// How far the places of a window lie apart.
  let rates: [Int]
  /// Whether there is a window for each stride that begins inside.
  let isSame: Bool

  /// Reads lists of TensorFlow's attributes, which have batch and channels, too.
  init(
    _ node: TensorFlowNode, sizes: [Int], strides: [Int], rates: [Int]? = nil
  ) throws(ConversionError) {
    let rates = rates ?? Array(repeating: 1, count: sizes.count)
    for list in [sizes, strides, rates] {
      guard list.count == sizes.count, list.count > 2, list.first == 1, list.last == 1 else {
        throw node.error("windows, strides and rates must be 1 for batch and channels")
      }
      guard list.allSatisfy({ $0 > 0 }) else { throw node.error("\(list) must be from 1 on") }
    }
    self.sizes = Array(sizes.dropFirst().dropLast())
    self.strides = Array(strides.dropFirst().dropLast())
    self.rates = Array(rates.dropFirst().dropLast())
    switch try node.string("padding") {
    case "SAME": isSame = true
    case "VALID": isSame = false
    case let other: throw node.error("padding \(other) is not supported")
    }
  }

  /// From the first to the last element that a window sees along an axis.
  func reach(_ axis: Int) -> Int { (sizes[axis] - 1) * rates[axis] + 1 }

  /// The places of a window in row-major order, as distances from its first one.
  ///
  /// - Throws: where there are too many for an operator each.
  func places(for legalizer: Legalizer) throws(ConversionError) -> [[Int]] {
    try legalizer.checkUnrolled(sizes)
    return zip(sizes, rates).reduce([[]]) { places, axis in
      places.flatMap { place in (0..<axis.0).map { place + [$0 * axis.1] } }
    }
  }
}

extension Legalizer {
  /// The input with as much around it as windows need, filled with an element.
  mutating func padded(
    _ x: ValueID, for windows: SlidingWindows, with element: Float?
  ) throws(ConversionError) -> ValueID {
    guard windows.isSame else { return x }
    var amounts = [0, 0]
    for axis in windows.sizes.indices {
      let reach = windows.reach(axis)
      var total = reach - 1
      if windows.strides[axis] > 1 {
        let size = try staticDimension(axis + 1, of: x, called: "the input, padded with SAME,")
        let count = (size + windows.strides[axis] - 1) / windows.strides[axis]
        total = max(0, (count - 1) * windows.strides[axis] + reach - size)
      }
      amounts += [total / 2, total - total / 2]
    }
    amounts += [0, 0]
    guard amounts.contains(where: { $0 != 0 }) else { return x }
    let table = try constant(integers: amounts, shape: [amounts.count / 2, 2])
    guard let element else { return try emit(.pad(Pad()), x, table) }
    let filler = try constant(scalar: element, type: type(of: x))
    return try emit(.padV2(PadV2()), x, table, filler)
  }

  /// What all windows see at one place of theirs, of a padded input.
  mutating func slice(
    _ x: ValueID, at place: [Int], of windows: SlidingWindows
  ) throws(ConversionError) -> ValueID {
    var masks = StridedSlice.Masks()
    masks.begin = 1
    masks.end = 1
    var end = [0]
    for axis in windows.sizes.indices {
      let behind = windows.reach(axis) - 1 - place[axis]
      if behind == 0 { masks.end |= 1 << (axis + 1) }
      end.append(-behind)
    }
    return try emit(
      .stridedSlice(StridedSlice(masks: masks)), x, constant(integers: [0] + place),
      constant(integers: end), constant(integers: [1] + windows.strides))
  }
}

/// What windows see, as channels.
enum WindowPatches: TensorFlowConversion {
  static let tensorFlowNames = ["ExtractImagePatches", "ExtractVolumePatches"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let isImage = node.operation == "ExtractImagePatches"
    let windows = try SlidingWindows(
      node, sizes: node.integers("ksizes"), strides: node.integers("strides"),
      rates: isImage ? node.integers("rates") : nil)
    let x = try legalizer.padded(node.input(0), for: windows, with: nil)
    var slices: [ValueID] = []
    for place in try windows.places(for: legalizer) {
      slices.append(try legalizer.slice(x, at: place, of: windows))
    }
    return [try legalizer.joined(slices, along: windows.sizes.count + 1)]
  }
}

/// The largest sum of a window and a filter, channel by channel.
enum Dilation: TensorFlowConversion {
  static let tensorFlowNames = ["Dilation2D"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let filter = try node.input(1)
    let shape = try legalizer.shape(of: filter)
    guard let height = shape.first ?? nil, shape.count == 3, let width = shape[1] else {
      throw node.error("'filter' must have a known height and width")
    }
    let windows = try SlidingWindows(
      node, sizes: [1, height, width, 1], strides: node.integers("strides"),
      rates: node.integers("rates"))
    let x = try legalizer.padded(node.input(0), for: windows, with: -.infinity)
    let rows = try legalizer.reshaped(
      filter,
      to: [[RuntimeSize(known: height * width, value: filter, axis: 0)]]
        + [[RuntimeSize(known: shape[2], value: filter, axis: 2)]])
    var result: ValueID?
    for (index, place) in try windows.places(for: legalizer).enumerated() {
      let part = try legalizer.sum(
        legalizer.slice(x, at: place, of: windows), legalizer.element(index, of: rows, along: 0))
      if let before = result { result = try legalizer.maximum(before, part) } else { result = part }
    }
    return [result!]
  }
}

/// The largest element of each window and where it is, counted in row-major order.
enum PoolWithPlaces: TensorFlowConversion {
  static let tensorFlowNames = ["MaxPoolWithArgmax"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let input = try node.input(0)
    let windows = try SlidingWindows(
      node, sizes: node.integers("ksize"), strides: node.integers("strides"))
    let lowest: Float = legalizer.type(of: input) == .float32 ? -.infinity : Float(Int32.min)
    let x = try legalizer.padded(input, for: windows, with: lowest)
    let numbers = try legalizer.padded(
      legalizer.elementNumbers(input, countsBatch: node.bool("include_batch_in_index")),
      for: windows, with: nil)
    var (best, place): (ValueID?, ValueID?)
    for offset in try windows.places(for: legalizer) {
      let part = try legalizer.slice(x, at: offset, of: windows)
      let number = try legalizer.slice(numbers, at: offset, of: windows)
      guard let largest = best, let before = place else {
        (best, place) = (part, number)
        continue
      }
      let isLarger = try legalizer.isLess(largest, part)
      place = try legalizer.choice(isLarger, number, before)
      best = try legalizer.maximum(largest, part)
    }
    let type = try node.type("Targmax", default: .int64)
    // Numbers of one picture serve all of the batch.
    let spread = try legalizer.emit(
      .broadcastTo(BroadcastTo()), place!, legalizer.shapeVector(of: best!))
    return [best!, try legalizer.converted(spread, as: type)]
  }
}

extension Legalizer {
  /// The number of each element, in the whole batch or in its own picture.
  fileprivate mutating func elementNumbers(
    _ x: ValueID, countsBatch: Bool
  ) throws(ConversionError) -> ValueID {
    var sizes = try sizes(of: x)
    guard !sizes.isEmpty else { throw error("needs pictures") }
    if !countsBatch { sizes[0] = RuntimeSize(known: 1, value: x, axis: 0) }
    let shape = try vector(sizes)
    let count = try emit(.reduceProd(ReduceProd()), shape, constant(integers: [0]))
    return try reshaped(numbers(below: count), to: sizes.map { [$0] })
  }
}
