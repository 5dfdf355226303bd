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

/// A conversion that takes and gives the parts of complex numbers itself.
protocol ComplexConversion: TensorFlowConversion {}

// The lite format has next to no operators on complex numbers: spectra, their parts and lengths. All
// others are computed on the parts, each a float value; a complex value then only stands for its two.
extension Legalizer {
  /// What gives the parts of its result where it is given those of its operands.
  private static let partwiseNames: Set<String> = [
    "AddN", "BatchToSpaceND", "BroadcastTo", "ConcatV2", "Diag", "EnsureShape", "ExpandDims",
    "Fill", "GatherNd", "GatherV2", "MatrixDiag", "MatrixDiagPart", "Mean", "MirrorPad", "Pack",
    "Pad", "Reshape", "ReverseSequence", "ReverseV2", "Roll", "Select", "SelectV2", "Slice",
    "SpaceToBatchND", "Split", "SplitV", "Squeeze", "StridedSlice", "Sum", "Tile", "Transpose",
    "Unpack", "ZerosLike",
  ]

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
    if case .emission(let conversion) = way, conversion is any ComplexConversion.Type {
      return nil
    }
    if let parts = try complexArithmetic(node) { return [try complexValue(parts)] }
    // What has been split can no longer be what a lite operator takes.
    let isSplit = node.inputs.contains { complexParts[$0] != nil }
    switch node.operation {
    case "Real" where isSplit: return [try parts(of: node.input(0)).real]
    case "Imag" where isSplit: return [try parts(of: node.input(0)).imaginary]
    case "ComplexAbs" where isSplit: return [try length(of: parts(of: node.input(0)))]
    case "Angle":
      let z = try parts(of: node.input(0))
      return [try emit(.atan2(Atan2()), z.imaginary, z.real)]
    case "Shape" where isSplit, "Size" where isSplit, "Rank" where isSplit, "Cast" where !isMade:
      return try convert(node.taking(parts(of: node.input(0)).real), by: way)
    case let name where Self.partwiseNames.contains(name):
      var (reals, imaginaries) = (node.inputs, node.inputs)
      for (index, input) in node.inputs.enumerated() where type(of: input) == .complex64 {
        let parts = try parts(of: input)
        (reals[index], imaginaries[index]) = (parts.real, parts.imaginary)
      }
      let real = try convert(node.with(inputs: reals), by: way)
      let imaginary = try convert(node.with(inputs: imaginaries), by: way)
      var results: [ValueID] = []
      for (real, imaginary) in zip(real, imaginary) {
        results.append(try complexValue(ComplexParts(real: real, imaginary: imaginary)))
      }
      return results
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
    case "Mul": return try product(parts(of: node.input(0)), parts(of: node.input(1)))
    case "Square":
      let z = try parts(of: node.input(0))
      return try product(z, z)
    case "Div", "RealDiv":
      return try product(parts(of: node.input(0)), reciprocal(of: parts(of: node.input(1))))
    case "Inv", "Reciprocal": return try reciprocal(of: parts(of: node.input(0)))
    case "Log":
      let z = try parts(of: node.input(0))
      return ComplexParts(
        real: try logarithm(length(of: z)),
        imaginary: try emit(.atan2(Atan2()), z.imaginary, z.real))
    case "BatchMatMulV2", "MatMul": return try matrixProduct(node)
    default: return nil
    }
  }

  private mutating func product(
    _ z: ComplexParts, _ w: ComplexParts
  ) throws(ConversionError) -> ComplexParts {
    ComplexParts(
      real: try difference(product(z.real, w.real), product(z.imaginary, w.imaginary)),
      imaginary: try sum(product(z.real, w.imaginary), product(z.imaginary, w.real)))
  }

  /// `z̄ / |z|²`.
  private mutating func reciprocal(
    of z: ComplexParts
  ) throws(ConversionError) -> ComplexParts {
    let square = try sum(squared(z.real), squared(z.imaginary))
    return ComplexParts(
      real: try quotient(z.real, square), imaginary: try negated(quotient(z.imaginary, square)))
  }

  /// The product of matrices; the adjoint is the transpose of the conjugate.
  private mutating func matrixProduct(
    _ node: TensorFlowNode
  ) throws(ConversionError) -> ComplexParts {
    var (z, w) = (try parts(of: node.input(0)), try parts(of: node.input(1)))
    let (isLeftAdjoint, isRightAdjoint) = (try node.bool("adj_x"), try node.bool("adj_y"))
    if isLeftAdjoint { z = ComplexParts(real: z.real, imaginary: try negated(z.imaginary)) }
    if isRightAdjoint { w = ComplexParts(real: w.real, imaginary: try negated(w.imaginary)) }
    let transposes = (try node.bool("transpose_a"), try node.bool("transpose_b"))
    let operation = Operator.batchMatMul(
      BatchMatMul(
        transposesLeft: isLeftAdjoint || transposes.0,
        transposesRight: isRightAdjoint || transposes.1))
    return ComplexParts(
      real: try difference(
        emit(operation, z.real, w.real), emit(operation, z.imaginary, w.imaginary)),
      imaginary: try sum(
        emit(operation, z.real, w.imaginary), emit(operation, z.imaginary, w.real)))
  }

  private mutating func length(of parts: ComplexParts) throws(ConversionError) -> ValueID {
    let squares = (
      try emit(.square(Square()), parts.real), try emit(.square(Square()), parts.imaginary)
    )
    return try emit(.sqrt(Sqrt()), emit(.add(Add()), squares.0, squares.1))
  }

  /// The parts of a complex value, which are made where it has been one so far.
  mutating func parts(of value: ValueID) throws(ConversionError) -> ComplexParts {
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
