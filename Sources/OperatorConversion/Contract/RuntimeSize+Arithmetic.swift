// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

extension RuntimeSize {
  /// A number.
  init(_ number: Int, in value: ValueID) {
    self.init(known: number, value: value, axis: Self.scalarAxis)
  }
}

// Sizes and places that are numbers where everything that they follow from is, else int32 scalars.
extension Legalizer {
  /// Element `index` of a vector of integers.
  mutating func element(
    _ index: Int, of vector: ValueID
  ) throws(ConversionError) -> RuntimeSize {
    if let elements = known(vector).elements, elements.indices.contains(index),
      let number = elements[index].number
    {
      return RuntimeSize(number, in: vector)
    }
    var masks = StridedSlice.Masks()
    masks.shrinkAxis = 1
    let (begin, end) = (try constant(integers: [index]), try constant(integers: [index + 1]))
    let stride = try constant(integers: [1])
    var element = try emit(.stridedSlice(StridedSlice(masks: masks)), vector, begin, end, stride)
    if type(of: element) != .int32 {
      element = try emit(.cast(Cast(resultType: .int32)), element)
    }
    return RuntimeSize(known: nil, value: element, axis: RuntimeSize.scalarAxis)
  }

  /// `a + factor · b`.
  mutating func sum(
    _ a: RuntimeSize, _ b: RuntimeSize, times factor: Int = 1
  ) throws(ConversionError) -> RuntimeSize {
    if let left = a.known, let right = b.known {
      let (product, isTooLarge) = right.multipliedReportingOverflow(by: factor)
      let (sum, overflow) = left.addingReportingOverflow(product)
      guard !isTooLarge, !overflow else { throw error("sizes leave their range") }
      return RuntimeSize(sum, in: a.value)
    }
    if b.known == 0 { return a }
    var right = try scalar(b)
    if factor != 1, factor != -1 { right = try emit(.mul(Mul()), right, scalar(factor)) }
    let left = try scalar(a)
    let sum = try emit(factor == -1 ? .sub(Sub()) : .add(Add()), left, right)
    return RuntimeSize(known: nil, value: sum, axis: RuntimeSize.scalarAxis)
  }

  /// An int32 vector.
  mutating func vector(_ elements: [RuntimeSize]) throws(ConversionError) -> ValueID {
    let numbers = elements.compactMap(\.known)
    if numbers.count == elements.count { return try constant(integers: numbers) }
    var scalars: [ValueID] = []
    for element in elements { scalars.append(try scalar(element)) }
    return try emit(.pack(Pack(axis: 0)), scalars, count: 1)[0]
  }

  /// A value between zeros: as many before and behind along each axis as the pairs say.
  mutating func surrounded(
    _ value: ValueID, by paddings: [(RuntimeSize, RuntimeSize)]
  ) throws(ConversionError) -> ValueID {
    guard paddings.contains(where: { $0.0.known != 0 || $0.1.known != 0 }) else { return value }
    let amounts = try vector(paddings.flatMap { [$0.0, $0.1] })
    return try emit(.pad(Pad()), value, reshaped(amounts, to: [paddings.count, 2]))
  }
}
