// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// A complex value as the two that it consists of.
struct ComplexParts {
  let real: ValueID
  let imaginary: ValueID
}

// The lite format has next to no operators on complex numbers: spectra, their parts and lengths. All
// others are computed on the parts, each a float value; a complex value then only stands for its two.
extension Legalizer {
  /// The results of a node that takes or gives complex numbers; nil where the lite format has an
  /// operator for it, or nothing is known of it.
  mutating func complexResults(
    of node: TensorFlowNode, by way: NamedConversion.Way
  ) throws(ConversionError) -> [ValueID]? {
    let isGiven = node.inputs.contains { type(of: $0) == .complex64 }
    let isMade = try node.type("DstT", default: .float32) == .complex64
    guard isGiven || isMade, !PassThrough.tensorFlowNames.contains(node.operation) else {
      return nil
    }
    if let parts = try complexArithmetic(node) { return [try complexValue(parts)] }
    // What has been split can no longer be what a lite operator takes.
    let isSplit = node.inputs.contains { complexParts[$0] != nil }
    switch node.operation {
    case "Real" where isSplit: return [try parts(of: node.input(0)).real]
    case "Imag" where isSplit: return [try parts(of: node.input(0)).imaginary]
    case "ComplexAbs" where isSplit: return [try length(of: parts(of: node.input(0)))]
    case "Shape" where isSplit, "Size" where isSplit, "Rank" where isSplit, "Cast" where !isMade:
      return try convert(node.taking(parts(of: node.input(0)).real), by: way)
    case "StridedSlice", "Slice", "Reshape", "ExpandDims", "Squeeze", "Transpose", "GatherV2",
      "ReverseV2":
      let parts = try parts(of: node.input(0))
      return [
        try complexValue(
          ComplexParts(
            real: convert(node.taking(parts.real), by: way)[0],
            imaginary: convert(node.taking(parts.imaginary), by: way)[0]))
      ]
    default:
      guard !isSplit else { throw node.error("is not supported on complex numbers") }
      return nil
    }
  }

  /// Sums, products and what else is computed element by element; nil for other operators.
  private mutating func complexArithmetic(
    _ node: TensorFlowNode
  ) throws(ConversionError) -> ComplexParts? {
    switch node.operation {
    case "Cast":
      guard type(of: try node.input(0)) != .complex64 else { return nil }
      let given = try node.input(0)
      let real =
        type(of: given) == .float32 ? given : try emit(.cast(Cast(resultType: .float32)), given)
      return ComplexParts(real: real, imaginary: try emit(.zerosLike(ZerosLike()), real))
    case "Conj":
      let z = try parts(of: node.input(0))
      return ComplexParts(real: z.real, imaginary: try emit(.neg(Neg()), z.imaginary))
    case "Neg":
      let z = try parts(of: node.input(0))
      return ComplexParts(
        real: try emit(.neg(Neg()), z.real), imaginary: try emit(.neg(Neg()), z.imaginary))
    case "Exp":
      let z = try parts(of: node.input(0))
      let size = try emit(.exp(Exp()), z.real)
      return ComplexParts(
        real: try emit(.mul(Mul()), size, emit(.cos(Cos()), z.imaginary)),
        imaginary: try emit(.mul(Mul()), size, emit(.sin(Sin()), z.imaginary)))
    case "Add", "AddV2", "Sub":
      let (z, w) = (try parts(of: node.input(0)), try parts(of: node.input(1)))
      let operation: Operator = node.operation == "Sub" ? .sub(Sub()) : .add(Add())
      return ComplexParts(
        real: try emit(operation, z.real, w.real),
        imaginary: try emit(operation, z.imaginary, w.imaginary))
    case "Mul":
      let (z, w) = (try parts(of: node.input(0)), try parts(of: node.input(1)))
      let (a, b) = (
        try emit(.mul(Mul()), z.real, w.real), try emit(.mul(Mul()), z.imaginary, w.imaginary)
      )
      let (c, d) = (
        try emit(.mul(Mul()), z.real, w.imaginary), try emit(.mul(Mul()), z.imaginary, w.real)
      )
      return ComplexParts(
        real: try emit(.sub(Sub()), a, b), imaginary: try emit(.add(Add()), c, d))
    default: return nil
    }
  }

  private mutating func length(of parts: ComplexParts) throws(ConversionError) -> ValueID {
    let squares = (
      try emit(.square(Square()), parts.real), try emit(.square(Square()), parts.imaginary)
    )
    return try emit(.sqrt(Sqrt()), emit(.add(Add()), squares.0, squares.1))
  }

  /// The parts of a complex value, which are made where it has been one so far.
  private mutating func parts(of value: ValueID) throws(ConversionError) -> ComplexParts {
    if let parts = complexParts[value] { return parts }
    let parts: ComplexParts
    if let numbers = known(value).constant?.elements(as: Float.self) {
      let shape = try shape(of: value).map { $0 ?? 0 }
      let (reals, imaginaries) = (0..<numbers.count / 2).reduce(into: ([Float](), [Float]())) {
        $0.0.append(numbers[2 * $1])
        $0.1.append(numbers[2 * $1 + 1])
      }
      parts = ComplexParts(
        real: try constant(ConstantData(reals), type: .float32, shape: shape),
        imaginary: try constant(ConstantData(imaginaries), type: .float32, shape: shape))
    } else {
      parts = ComplexParts(
        real: try emit(.real(Real()), value), imaginary: try emit(.imag(Imag()), value))
    }
    complexParts[value] = parts
    return parts
  }

  /// A value that stands for its parts.
  mutating func complexValue(_ parts: ComplexParts) throws(ConversionError) -> ValueID {
    let value = Value(
      name: graph[parts.real].name, type: .complex64, shape: known(parts.real).shape)
    let id = try define(standIn: value)
    complexParts[id] = parts
    return id
  }
}
