// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// A size that is known now, or else that of an axis of a value when the model runs.
struct RuntimeSize {
  let known: Int?
  let value: ValueID
  let axis: Int
}

extension Legalizer {
  /// A value under another shape, each dimension of which is a product of sizes.
  ///
  /// One unknown dimension is written as −1; more are computed when the model runs.
  mutating func reshaped(
    _ value: ValueID, to shape: [[RuntimeSize]]
  ) throws(ConversionError) -> ValueID {
    let known = shape.map { factors in
      factors.reduce(1 as Int?) { product, size in
        guard let product, let size = size.known else { return nil }
        return product.saturatingProduct(size)
      }
    }
    if known.count(where: { $0 == nil }) <= 1, !known.contains(0) {
      return try reshaped(value, to: known.map { $0 ?? -1 })
    }
    var sizes: [ValueID] = []
    for (factors, known) in zip(shape, known) {
      if let known {
        sizes.append(try scalar(known))
      } else {
        sizes.append(try product(factors))
      }
    }
    let target = try emit(.pack(Pack(axis: 0)), sizes, count: 1)[0]
    return try emit(.reshape(Reshape()), value, target)
  }

  /// The product of sizes as an int32 scalar.
  private mutating func product(_ factors: [RuntimeSize]) throws(ConversionError) -> ValueID {
    var result: ValueID?
    for factor in factors {
      let size = try scalar(factor)
      if let other = result {
        result = try emit(.mul(Mul()), other, size)
      } else {
        result = size
      }
    }
    if let result { return result }
    return try scalar(1)
  }

  /// A size as an int32 scalar.
  mutating func scalar(_ size: RuntimeSize) throws(ConversionError) -> ValueID {
    if let known = size.known { return try scalar(known) }
    if size.axis == RuntimeSize.scalarAxis { return size.value }
    return try dimension(size.axis, of: size.value)
  }

  /// The numbers from 0 to `count` − 1; an int32 scalar says how many.
  mutating func numbers(below count: ValueID) throws(ConversionError) -> ValueID {
    try emit(.numberRange(NumberRange()), scalar(0), count, scalar(1))
  }

  /// The elements along `axis` from the position `start` on, or before `end`: int32 scalars.
  mutating func part(
    of value: ValueID, along axis: Int, from start: ValueID? = nil, to end: ValueID? = nil
  ) throws(ConversionError) -> ValueID {
    var masks = StridedSlice.Masks()
    masks.begin = 1 << (axis + 1) - 1
    masks.end = masks.begin
    if start != nil { masks.begin ^= 1 << axis }
    if end != nil { masks.end ^= 1 << axis }
    let zero = try scalar(0)
    let others = Array(repeating: zero, count: axis)
    let begin = try emit(.pack(Pack(axis: 0)), others + [start ?? zero], count: 1)[0]
    let stop = try emit(.pack(Pack(axis: 0)), others + [end ?? zero], count: 1)[0]
    let strides = try constant(integers: Array(repeating: 1, count: axis + 1))
    return try emit(.stridedSlice(StridedSlice(masks: masks)), value, begin, stop, strides)
  }

  /// The size of an axis as an int32 scalar, read when the model runs.
  mutating func dimension(_ axis: Int, of value: ValueID) throws(ConversionError) -> ValueID {
    let shape = try emit(.shapeOf(ShapeOf(resultType: .int32)), value)
    var masks = StridedSlice.Masks()
    masks.shrinkAxis = 1
    let (begin, end) = (try constant(integers: [axis]), try constant(integers: [axis + 1]))
    let stride = try constant(integers: [1])
    return try emit(.stridedSlice(StridedSlice(masks: masks)), shape, begin, end, stride)
  }

  /// A number as an int32 scalar.
  mutating func scalar(_ integer: Int) throws(ConversionError) -> ValueID {
    try constant(integers: [integer], shape: [])
  }
}
