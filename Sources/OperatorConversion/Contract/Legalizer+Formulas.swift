// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

// Operators as functions of values, so that conversions read as formulas. A number stands for a
// scalar of the other operand's type.

extension Legalizer {
  mutating func sum(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.add(Add()), a, b)
  }

  mutating func sum(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.add(Add()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func difference(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.sub(Sub()), a, b)
  }

  mutating func difference(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.sub(Sub()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func difference(_ a: Float, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.sub(Sub()), constant(scalar: a, type: type(of: b)), b)
  }

  mutating func product(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.mul(Mul()), a, b)
  }

  mutating func product(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.mul(Mul()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func quotient(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.div(Div()), a, b)
  }

  mutating func quotient(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.div(Div()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func quotient(_ a: Float, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.div(Div()), constant(scalar: a, type: type(of: b)), b)
  }

  mutating func maximum(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.maximum(Maximum()), a, b)
  }

  mutating func maximum(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.maximum(Maximum()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func minimum(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.minimum(Minimum()), a, b)
  }

  mutating func minimum(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.minimum(Minimum()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func negated(_ x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.neg(Neg()), x)
  }

  mutating func magnitude(_ x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.abs(Abs()), x)
  }

  mutating func squared(_ x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.mul(Mul()), x, x)
  }

  mutating func squareRoot(_ x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.sqrt(Sqrt()), x)
  }

  mutating func logarithm(_ x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.log(Log()), x)
  }

  mutating func exponential(_ x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.exp(Exp()), x)
  }

  mutating func floor(_ x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.floor(Floor()), x)
  }

  /// A polynomial of `x`, the coefficient of the highest power first.
  mutating func polynomial(
    _ coefficients: [Float], of x: ValueID
  ) throws(ConversionError) -> ValueID {
    var result = try product(x, coefficients[0])
    for coefficient in coefficients.dropFirst().dropLast() {
      result = try product(sum(result, coefficient), x)
    }
    return try sum(result, coefficients[coefficients.count - 1])
  }

  /// A value as another type; itself where it has that type.
  mutating func converted(
    _ x: ValueID, as type: ElementType
  ) throws(ConversionError) -> ValueID {
    self.type(of: x) == type ? x : try emit(.cast(Cast(resultType: type)), x)
  }

  // MARK: Conditions

  mutating func isEqual(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.equal(Equal()), a, b)
  }

  mutating func isEqual(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.equal(Equal()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func isLess(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.less(Less()), a, b)
  }

  mutating func isLess(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.less(Less()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func isGreater(_ a: ValueID, _ b: Float) throws(ConversionError) -> ValueID {
    try emit(.greater(Greater()), a, constant(scalar: b, type: type(of: a)))
  }

  mutating func both(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.logicalAnd(LogicalAnd()), a, b)
  }

  mutating func either(_ a: ValueID, _ b: ValueID) throws(ConversionError) -> ValueID {
    try emit(.logicalOr(LogicalOr()), a, b)
  }

  mutating func not(_ a: ValueID) throws(ConversionError) -> ValueID {
    try emit(.logicalNot(LogicalNot()), a)
  }

  /// The elements of `a` where a condition holds, elsewhere those of `b`.
  mutating func choice(
    _ condition: ValueID, _ a: ValueID, _ b: ValueID
  ) throws(ConversionError) -> ValueID {
    try emit(.selectV2(SelectV2()), condition, a, b)
  }

  /// A number where a condition holds, elsewhere the elements of `b`.
  mutating func choice(
    _ condition: ValueID, _ a: Float, _ b: ValueID
  ) throws(ConversionError) -> ValueID {
    try choice(condition, constant(scalar: a, type: type(of: b)), b)
  }

  // MARK: Shapes

  /// The sizes of all axes as an int32 vector.
  mutating func shapeVector(of x: ValueID) throws(ConversionError) -> ValueID {
    try emit(.shapeOf(ShapeOf(resultType: .int32)), x)
  }

  /// Int32 scalars as a vector.
  mutating func vector(_ scalars: [ValueID]) throws(ConversionError) -> ValueID {
    let numbers = scalars.compactMap { known($0).numbers?.first }
    if numbers.count == scalars.count { return try constant(integers: numbers) }
    return try emit(.pack(Pack(axis: 0)), scalars, count: 1)[0]
  }

  /// Copies of one element in a shape that an int32 vector says.
  mutating func filled(_ shape: ValueID, with element: ValueID) throws(ConversionError) -> ValueID {
    try emit(.fill(Fill()), shape, element)
  }

  /// A value with a new axis of size 1.
  mutating func expanded(_ x: ValueID, at axis: Int) throws(ConversionError) -> ValueID {
    try emit(.expandDims(ExpandDims()), x, scalar(axis))
  }

  /// A value without an axis, whose size is 1.
  mutating func squeezed(_ x: ValueID, at axis: Int) throws(ConversionError) -> ValueID {
    try emit(.squeeze(Squeeze(axes: [axis])), x)
  }

  /// Values laid end to end along an axis.
  mutating func joined(_ values: [ValueID], along axis: Int) throws(ConversionError) -> ValueID {
    if values.count == 1 { return values[0] }
    return try emit(.concatenation(Concatenation(axis: axis)), values, count: 1)[0]
  }

  /// Slices along an axis, in the order of indices.
  mutating func gathered(
    _ x: ValueID, at indices: ValueID, along axis: Int
  ) throws(ConversionError) -> ValueID {
    try emit(.gather(Gather(axis: axis)), x, indices)
  }

  /// The slice at a known place of an axis, which the result does not have.
  mutating func element(
    _ index: Int, of x: ValueID, along axis: Int
  ) throws(ConversionError) -> ValueID {
    try gathered(x, at: scalar(index), along: axis)
  }

  /// Elements summed along axes.
  mutating func total(
    _ x: ValueID, along axes: [Int], keepsDimensions: Bool = false
  ) throws(ConversionError) -> ValueID {
    try emit(.sum(Sum(keepsDimensions: keepsDimensions)), x, constant(integers: axes))
  }

  /// Values with zeros before and after along each axis.
  mutating func zeroPadded(
    _ x: ValueID, by amounts: [(before: Int, after: Int)]
  ) throws(ConversionError) -> ValueID {
    guard amounts.contains(where: { $0 != (0, 0) }) else { return x }
    let table = try constant(
      integers: amounts.flatMap { [$0.before, $0.after] }, shape: [amounts.count, 2])
    return try emit(.pad(Pad()), x, table)
  }

  /// Two values brought to their common shape; themselves where they have one shape.
  mutating func broadcast(
    _ a: ValueID, _ b: ValueID
  ) throws(ConversionError) -> (ValueID, ValueID) {
    if let first = known(a).sizes, first == known(b).sizes { return (a, b) }
    let shape = try emit(.broadcastArgs(BroadcastArgs()), shapeVector(of: a), shapeVector(of: b))
    return (
      try emit(.broadcastTo(BroadcastTo()), a, shape),
      try emit(.broadcastTo(BroadcastTo()), b, shape)
    )
  }
}
