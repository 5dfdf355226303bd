// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// What comes back through a slice: at the places that it took, zeros at all others.
///
/// Along each axis with the first place `b`, the step `s` and `n` elements, the gradient is spread
/// by `│s│`, turned where `s` is negative, and put between zeros. Sizes and places may be known only
/// when the model runs; the end of the slice follows from `n`.
enum SliceGradient: TensorFlowConversion {
  static let tensorFlowNames = ["StridedSliceGrad"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let shape = try node.input(0)
    let rank = try legalizer.staticDimension(0, of: shape, called: "shape")
    try legalizer.checkUnrolled([rank])
    let steps = try legalizer.constantIntegers(node.input(3), called: "strides")
    guard
      let dense = DenseSpecification(
        try StridedSlice.Masks(node), count: steps.count, rank: rank)
    else { throw node.error("begin, end and strides do not fit rank \(rank)") }
    var gradient = try legalizer.withAllAxes(node.input(4), dense, rank: rank)
    let sizes = try legalizer.sizes(of: gradient)
    guard sizes.count == rank else { throw node.error("its gradient has another rank") }
    var turned: [Int] = []
    var spacing = Array(repeating: 1, count: rank)
    var paddings: [(RuntimeSize, RuntimeSize)] = []
    for axis in 0..<rank {
      let spec = axis < dense.specs.count ? dense.specs[axis] : nil
      guard let spec, !dense.isWhole(axis, step: steps[spec]) else {
        paddings.append((RuntimeSize(0, in: shape), RuntimeSize(0, in: shape)))
        continue
      }
      let step = dense.isShrunk(axis) ? 1 : steps[spec]
      spacing[axis] = abs(step)
      if step < 0 { turned.append(axis) }
      let size = try legalizer.element(axis, of: shape)
      let begin =
        dense.hasNoBegin(axis)
        ? nil
        : try legalizer.place(legalizer.element(spec, of: node.input(1)), in: size, step: step)
      paddings.append(
        try legalizer.zeros(around: sizes[axis], of: size, from: begin, step: step))
    }
    if !turned.isEmpty {
      gradient = try legalizer.emit(
        .reverseV2(ReverseV2()), gradient, legalizer.constant(integers: turned))
    }
    if spacing.contains(where: { $0 != 1 }) {
      let zero = try legalizer.zero(of: legalizer.type(of: gradient))
      gradient = try legalizer.emit(
        .dilate(Dilate()), gradient, legalizer.constant(integers: spacing), zero)
    }
    return [try legalizer.surrounded(gradient, by: paddings)]
  }
}

extension Legalizer {
  /// A slice's gradient with the axes that the slice took away, and without those that it added.
  fileprivate mutating func withAllAxes(
    _ gradient: ValueID, _ dense: DenseSpecification, rank: Int
  ) throws(ConversionError) -> ValueID {
    let isShrunk = (0..<rank).map(dense.isShrunk)
    guard isShrunk.contains(true) || !dense.newAxes.isEmpty else { return gradient }
    var left = try sizes(of: gradient).enumerated()
      .filter { !dense.newAxes.contains($0.offset) }.map(\.element)[...]
    guard left.count == isShrunk.count(where: { !$0 }) else {
      throw error("its gradient has another rank than the slice")
    }
    return try reshaped(
      gradient, to: isShrunk.map { [$0 ? RuntimeSize(1, in: gradient) : left.removeFirst()] })
  }

  /// A place along an axis, counted from its start: negative ones count from the end, and those
  /// outside are moved to the edge: behind the last element, or to it where steps are negative.
  fileprivate mutating func place(
    _ place: RuntimeSize, in size: RuntimeSize, step: Int
  ) throws(ConversionError) -> RuntimeSize {
    if let number = place.known, let count = size.known {
      let edge = step > 0 ? count : count - 1
      return RuntimeSize(min(max(number < 0 ? number + count : number, 0), edge), in: size.value)
    }
    if let number = place.known {
      return number < 0 ? try sum(size, place) : place
    }
    let isNegative = try emit(.less(Less()), place.value, scalar(0))
    let moved = try scalar(sum(place, size))
    let result = try emit(.selectV2(SelectV2()), isNegative, moved, place.value)
    return RuntimeSize(known: nil, value: result, axis: RuntimeSize.scalarAxis)
  }

  /// How many zeros stand before and behind the elements of a slice along an axis.
  ///
  /// - Parameter begin: nil for the edge at which the slice begins.
  fileprivate mutating func zeros(
    around count: RuntimeSize, of size: RuntimeSize, from begin: RuntimeSize?, step: Int
  ) throws(ConversionError) -> (RuntimeSize, RuntimeSize) {
    let one = RuntimeSize(1, in: count.value)
    let steps = try sum(count, one, times: -1)
    let edge = try step > 0 ? RuntimeSize(0, in: count.value) : sum(size, one, times: -1)
    var first = begin ?? edge
    if step < 0 { first = try sum(first, steps, times: step) }
    // What is left of the size behind the last element.
    var rest = try sum(size, first, times: -1)
    rest = try sum(rest, steps, times: -abs(step))
    return (first, try sum(rest, one, times: -1))
  }
}

/// What comes back through a border that mirrors: the border's part is added to what it mirrored.
enum MirrorPadGradient: TensorFlowConversion {
  static let tensorFlowNames = ["MirrorPadGrad"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var gradient = try node.input(0)
    let paddings = try legalizer.constantIntegers(node.input(1), called: "paddings")
    let offset = try node.string("mode") == "REFLECT" ? 1 : 0
    for axis in 0..<(paddings.count / 2) where paddings[2 * axis] + paddings[2 * axis + 1] > 0 {
      gradient = try legalizer.folded(
        gradient, along: axis, before: paddings[2 * axis], after: paddings[2 * axis + 1],
        offset: offset)
    }
    return [gradient]
  }
}

extension Legalizer {
  /// A value with the first and last elements along an axis turned over onto those inside.
  fileprivate mutating func folded(
    _ value: ValueID, along axis: Int, before: Int, after: Int, offset: Int
  ) throws(ConversionError) -> ValueID {
    let rank = try rank(of: value)
    let size = try staticDimension(axis, of: value, called: "input") - before - after
    let parts = try emit(
      .splitV(SplitV(splitCount: 3)),
      [value, constant(integers: [before, size, after]), scalar(axis)], count: 3)
    var result = parts[1]
    for (part, count, start) in [
      (parts[0], before, offset), (parts[2], after, size - after - offset),
    ] where count > 0 {
      let turned = try emit(.reverseV2(ReverseV2()), part, constant(integers: [axis]))
      var paddings = Array(
        repeating: (RuntimeSize(0, in: value), RuntimeSize(0, in: value)), count: rank)
      paddings[axis] = (
        RuntimeSize(start, in: value), RuntimeSize(size - count - start, in: value)
      )
      result = try emit(.add(Add()), result, surrounded(turned, by: paddings))
    }
    return result
  }
}
