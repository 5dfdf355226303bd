// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Changes of layout that conversions share.
extension Legalizer {
  /// A value with its dimensions reordered.
  mutating func transposed(
    _ value: ValueID, by permutation: [Int]
  ) throws(ConversionError) -> ValueID {
    let order = try constant(integers: permutation)
    return try emit(.transpose(Transpose()), value, order)
  }

  /// From batch, channels, height, width to batch, height, width, channels.
  mutating func channelsLast(_ value: ValueID) throws(ConversionError) -> ValueID {
    try transposed(value, by: [0, 2, 3, 1])
  }

  /// From batch, height, width, channels to batch, channels, height, width.
  mutating func channelsFirst(_ value: ValueID) throws(ConversionError) -> ValueID {
    try transposed(value, by: [0, 3, 1, 2])
  }

  /// A value under another shape, of which one dimension may be −1; constants are not copied.
  mutating func reshaped(
    _ value: ValueID, to shape: [Int]
  ) throws(ConversionError) -> ValueID {
    if let data = known(value).constant, !shape.contains(-1) {
      return try constant(data, type: type(of: value), shape: shape, like: value)
    }
    let target = try constant(integers: shape)
    return try emit(.reshape(Reshape()), value, target)
  }

  /// Filters with their last dimension, the outputs, moved to the front.
  mutating func outputsFirst(_ filter: ValueID) throws(ConversionError) -> ValueID {
    let shape = try shape(of: filter)
    guard let last = shape.last, let outputs = last, shape.count > 1 else {
      throw error("the filter's outputs are not known")
    }
    let permutation = [shape.count - 1] + Array(0..<shape.count - 1)
    let known = known(filter)
    guard let data = known.constant, known.type.bitCount == 32 else {
      return try transposed(filter, by: permutation)
    }
    let sizes = permutation.map { shape[$0]! }
    let rows = sizes.dropFirst().reduce(1, *)
    return try constant(
      data.transposed(rows: rows, columns: outputs), type: known.type, shape: sizes, like: filter)
  }

  /// A dimension that must be known.
  func staticDimension(
    _ axis: Int, of value: ValueID, called role: String
  ) throws(ConversionError) -> Int {
    let shape = try shape(of: value)
    guard shape.indices.contains(axis), let size = shape[axis] else {
      throw error("'\(role)' needs a known size along axis \(axis)")
    }
    return size
  }

  /// A float vector of zeros.
  mutating func zeros(count: Int) throws(ConversionError) -> ValueID {
    try checkTable(count)
    let data = ConstantData(byteCount: 4 * count) {
      $0.initializeMemory(as: UInt8.self, repeating: 0)
    }
    return try constant(data, type: .float32, shape: [count])
  }

  /// The input with explicit paddings applied, if there are any.
  mutating func padded(
    _ input: ValueID, _ window: ConvolutionAttributes
  ) throws(ConversionError) -> ValueID {
    guard let paddings = window.explicitPaddings, paddings.contains(where: { $0 != 0 }) else {
      return input
    }
    let amounts = try constant(integers: paddings, shape: [4, 2])
    return try emit(.pad(Pad()), input, amounts)
  }
}
