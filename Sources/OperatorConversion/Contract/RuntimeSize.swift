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
        return product.multipliedReportingOverflow(by: size).partialValue
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
      let size =
        if let known = factor.known { try scalar(known) } else {
          try dimension(factor.axis, of: factor.value)
        }
      if let other = result {
        result = try emit(.mul(Mul()), other, size)
      } else {
        result = size
      }
    }
    if let result { return result }
    return try scalar(1)
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

  private mutating func scalar(_ integer: Int) throws(ConversionError) -> ValueID {
    try constant(integers: [integer], shape: [])
  }
}
