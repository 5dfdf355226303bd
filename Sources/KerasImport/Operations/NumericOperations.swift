// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// A function of a tensor's elements.
private typealias ElementFunction = @Sendable (GraphBuilder, Tensor) throws -> Tensor

/// A function of the elements of two tensors.
private typealias PairFunction = @Sendable (GraphBuilder, Tensor, Tensor) throws -> Tensor

/// Functions of a number that TensorFlow has as an operator, by its name.
private let operators: [(name: String, operation: String)] = [
  ("Arccos", "Acos"), ("Arccosh", "Acosh"), ("Arcsin", "Asin"), ("Arcsinh", "Asinh"),
  ("Arctan", "Atan"), ("Arctanh", "Atanh"), ("Erfc", "Erfc"), ("Erfinv", "Erfinv"),
  ("Fabs", "Abs"), ("I0", "BesselI0"),
]

/// Questions to a number that TensorFlow has as an operator.
private let questions: [(name: String, operation: String)] = [
  ("Isfinite", "IsFinite"), ("Isinf", "IsInf"), ("Isnan", "IsNan"),
]

/// Operators of whole numbers.
private let bitOperators: [(names: [String], operation: String)] = [
  (["BitwiseAnd"], "BitwiseAnd"), (["BitwiseOr"], "BitwiseOr"), (["BitwiseXor"], "BitwiseXor"),
  (["LeftShift", "BitwiseLeftShift"], "LeftShift"),
  (["RightShift", "BitwiseRightShift"], "RightShift"),
]

/// Functions of a number that are made of others.
private let functions: [(name: String, body: ElementFunction)] = [
  (
    "Cbrt",
    { b, x in
      try b.multiply(b.unary("Sign", x), b.binary("Pow", b.unary("Abs", x), b.scalar(1.0 / 3)))
    }
  ),
  ("Deg2rad", { b, x in try b.multiply(x, .pi / 180) }),
  ("Rad2deg", { b, x in try b.multiply(x, 180 / .pi) }),
  ("Exp2", { b, x in try b.binary("Pow", b.scalar(2), x) }),
  ("Log2", { b, x in try b.multiply(b.unary("Log", x), 1 / log(2.0)) }),
  ("Log10", { b, x in try b.multiply(b.unary("Log", x), 1 / log(10.0)) }),
  ("Trunc", { b, x in try b.truncated(x) }),
  (
    "Sinc",
    { b, x in
      let isZero = try b.comparison("Equal", x, b.scalar(0))
      let angle = try b.select(isZero, b.scalar(1), b.multiply(x, .pi))
      return try b.select(isZero, b.scalar(1), b.divide(b.unary("Sin", angle), angle))
    }
  ),
  (
    // The reciprocal of −0 is below 0, which itself is not.
    "Signbit",
    { b, x in
      let zero = b.scalar(0)
      return try b.either(
        b.comparison("Less", x, zero), b.comparison("Less", b.unary("Reciprocal", x), zero))
    }
  ),
  ("Isposinf", { b, x in try b.comparison("Equal", x, b.scalar(.infinity)) }),
  ("Isneginf", { b, x in try b.comparison("Equal", x, b.scalar(-.infinity)) }),
]

/// Functions of two numbers that are made of others.
private let pairFunctions: [(name: String, body: PairFunction)] = [
  ("Fmod", { b, x, y in try b.binary("TruncateMod", x, y) }),
  ("Ldexp", { b, x, y in try b.multiply(x, b.binary("Pow", b.scalar(2), y)) }),
  ("Logaddexp", { b, x, y in try b.logOfSum(x, y, base: M_E) }),
  ("Logaddexp2", { b, x, y in try b.logOfSum(x, y, base: 2) }),
  ("Fmax", { b, x, y in try b.ofNumbers(x, y, b.maximum(x, y)) }),
  ("Fmin", { b, x, y in try b.ofNumbers(x, y, b.minimum(x, y)) }),
  (
    "Hypot",
    { b, x, y in
      let (x, y) = try (b.unary("Abs", x), b.unary("Abs", y))
      let larger = try b.maximum(x, y)
      let ratio = try b.binary("DivNoNan", b.minimum(x, y), larger)
      return try b.multiply(larger, b.unary("Sqrt", b.add(b.unary("Square", ratio), 1)))
    }
  ),
  (
    "Heaviside",
    { b, x, y in
      let isBelow = try b.comparison("Less", x, b.scalar(0))
      let isAbove = try b.comparison("Greater", x, b.scalar(0))
      return try b.select(isBelow, b.scalar(0), b.select(isAbove, b.scalar(1), y))
    }
  ),
]

extension GraphBuilder {
  /// Whether one of two conditions holds.
  func either(_ x: Tensor, _ y: Tensor) throws -> Tensor {
    try emit("LogicalOr", [x, y], type: .bool, shape: broadcast(x.shape, y.shape))
  }

  /// Whether both of two conditions hold.
  func both(_ x: Tensor, _ y: Tensor) throws -> Tensor {
    try emit("LogicalAnd", [x, y], type: .bool, shape: broadcast(x.shape, y.shape))
  }

  func not(_ x: Tensor) throws -> Tensor {
    try emit("LogicalNot", [x], type: .bool, shape: x.shape)
  }

  func isNaN(_ x: Tensor) throws -> Tensor {
    try emit("IsNan", [x], ["T": .type(x.type)], type: .bool, shape: x.shape)
  }

  /// Towards zero.
  func truncated(_ x: Tensor) throws -> Tensor {
    guard x.type == .float32 else { return x }
    return try select(
      comparison("Less", x, scalar(0)), unary("Ceil", x), unary("Floor", x))
  }

  /// `log(baseˣ + baseʸ)`.
  fileprivate func logOfSum(_ x: Tensor, _ y: Tensor, base: Double) throws -> Tensor {
    let unit = log(base)
    let distance = try multiply(unary("Abs", subtract(x, y)), -unit)
    let rest = try unary("Log1p", unary("Exp", distance))
    return try add(maximum(x, y), unit == 1 ? rest : multiply(rest, 1 / unit))
  }

  /// A result of two numbers, or the other one where one of them is not a number.
  fileprivate func ofNumbers(_ x: Tensor, _ y: Tensor, _ result: Tensor) throws -> Tensor {
    try select(isNaN(x), y, select(isNaN(y), x, result))
  }
}

/// The tables as rows of operations.
let numericOperations: [OperationRow] = {
  var rows: [OperationRow] = []
  for (name, operation) in operators {
    rows.append(([name], { [try $0.builder.unary(operation, $0.floatOperand(0, "x"))] }))
  }
  for (name, operation) in questions {
    rows.append(([name], { [try $0.question(operation)] }))
  }
  for (names, operation) in bitOperators {
    rows.append((names, { [try $0.ofBits(operation)] }))
  }
  for (name, body) in functions {
    rows.append(([name], { [try body($0.builder, $0.floatOperand(0, "x"))] }))
  }
  for (name, body) in pairFunctions {
    rows.append(([name], { [try $0.pair(body)] }))
  }
  return rows
}()

extension LayerCall {
  fileprivate func question(_ operation: String) throws -> Tensor {
    let x = try floatOperand(0, "x")
    return try builder.emit(operation, [x], ["T": .type(x.type)], type: .bool, shape: x.shape)
  }

  fileprivate func ofBits(_ operation: String) throws -> Tensor {
    let (x, y) = try operands(["x", "x1"], ["y", "x2"])
    return try builder.binary(operation, x, y)
  }

  fileprivate func pair(_ body: PairFunction) throws -> Tensor {
    let (x, y) = try operands(["x1"], ["x2"])
    return try body(builder, builder.cast(x, to: .float32), builder.cast(y, to: .float32))
  }
}

/// Operations of each element that `keras.ops` has beside those of TensorFlow 2's Keras.
let otherNumericOperations: [OperationRow] = [
  (
    ["BitwiseNot", "BitwiseInvert"],
    { call in
      let x = try call.operand(0, "x")
      return [x.type == .bool ? try call.builder.not(x) : try call.builder.unary("Invert", x)]
    }
  ),
  (
    ["LogicalXor"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      let b = call.builder
      return [try b.comparison("NotEqual", b.cast(x, to: .bool), b.cast(y, to: .bool))]
    }
  ),
  (["Isclose"], { [try $0.closeness()] }),
  (
    ["AllClose"],
    { call in
      let isClose = try call.closeness()
      return [try call.builder.reduce("All", isClose, axes: Array(0..<isClose.rank))]
    }
  ),
  (
    ["IsIn"],
    { call in
      let (x, y) = try call.operands(["x1"], ["x2"])
      let b = call.builder
      let equal = try b.comparison(
        "Equal", b.expand(x, axis: x.rank), b.reshape(y, [-1]))
      let result = try b.reduce("Any", equal, axes: [-1])
      return [call.option(9, "invert").bool == true ? try b.not(result) : result]
    }
  ),
  (["NanToNum"], { [try $0.withoutSpecialNumbers()] }),
  (
    ["Threshold"],
    { call in
      let x = try call.floatOperand(0, "x")
      let b = call.builder
      let isAbove = try b.comparison("Greater", x, b.scalar(call.number("threshold")))
      return [try b.select(isAbove, x, b.scalar(call.number("default_value")))]
    }
  ),
  (["Sparsemax"], { [try $0.builder.sparsemax($0.floatOperand(0, "x"), axis: $0.axis() ?? -1)] }),
  (
    ["SaturateCast"],
    { call in
      let x = try call.operand(0, "x")
      let name = call.option(1, "dtype").string ?? ""
      guard let type = ElementType(kerasName: name) else {
        throw call.config.error("type '\(name)' is not known")
      }
      let b = call.builder
      guard let range = type.clippingRange,
        x.type == .float32 || (x.type.bitCount ?? 0) > (type.bitCount ?? 64)
      else { return [b.cast(x, to: type)] }
      return [
        b.cast(
          try b.minimum(b.maximum(x, Double(range.lowerBound)), Double(range.upperBound)), to: type)
      ]
    }
  ),
  // Complex numbers
  (["Real"], { [try $0.part("Real") ?? $0.operand(0, "x")] }),
  (["Imag"], { [try $0.part("Imag") ?? $0.builder.unary("ZerosLike", $0.operand(0, "x"))] }),
  (
    ["Conj", "Conjugate"],
    { call in
      let x = try call.operand(0, "x")
      return [x.type == .complex64 ? try call.builder.unary("Conj", x) : x]
    }
  ),
  (
    ["Angle"],
    { call in
      if let angle = try call.part("Angle") { return [angle] }
      let x = try call.floatOperand(0, "x")
      let b = call.builder
      return [
        try b.select(b.comparison("Less", x, b.scalar(0)), b.scalar(.pi), b.unary("ZerosLike", x))
      ]
    }
  ),
  (
    ["Isreal"],
    { call in
      let b = call.builder
      if let imaginary = try call.part("Imag") {
        return [try b.comparison("Equal", imaginary, b.scalar(0))]
      }
      let x = try call.operand(0, "x")
      return [try b.comparison("Equal", b.unary("ZerosLike", x), b.scalar(0, like: x))]
    }
  ),
  (
    ["Polar"],
    { call in
      let (length, angle) = try (call.floatOperand(0, "abs_"), call.floatOperand(1, "angle"))
      let b = call.builder
      return [
        try b.complex(
          b.multiply(length, b.unary("Cos", angle)), b.multiply(length, b.unary("Sin", angle)))
      ]
    }
  ),
  (
    ["ViewAsComplex"],
    { call in
      let parts = try call.builder.unstack(call.floatOperand(0, "x"), axis: -1)
      guard parts.count == 2 else { throw call.config.error("its last axis is not of size 2") }
      return [try call.builder.complex(parts[0], parts[1])]
    }
  ),
  (
    ["ViewAsReal"],
    { call in
      guard let real = try call.part("Real"), let imaginary = try call.part("Imag") else {
        throw call.config.error("its operand is not complex")
      }
      return [try call.builder.pack([real, imaginary], axis: -1)]
    }
  ),
]

extension ElementType {
  /// The least and the largest number of a type of whole numbers that float32 can be clipped to.
  var clippingRange: ClosedRange<Int>? {
    switch self {
    case .int8: -128...127
    case .uint8: 0...255
    case .int16: -32768...32767
    case .uint16: 0...65535
    // The largest float32 below 2³¹.
    case .int32: Int(Int32.min)...2_147_483_520
    default: nil
    }
  }
}

extension LayerCall {
  /// A part of a complex operand; nil where it is real.
  fileprivate func part(_ operation: String) throws -> Tensor? {
    let x = try operand(0, "x")
    guard x.type == .complex64 else { return nil }
    return try builder.real(x, operation)
  }

  fileprivate func closeness() throws -> Tensor {
    let (x, y) = try operands(["x1"], ["x2"])
    guard x.type == .float32 || y.type == .float32 else {
      return try builder.comparison("Equal", x, y)
    }
    let b = builder
    let distance = try b.unary("Abs", b.subtract(x, y))
    let relative = option(2, "rtol").number ?? 1e-5
    let absolute = option(3, "atol").number ?? 1e-8
    let bound = try b.add(
      b.multiply(b.unary("Abs", b.cast(y, to: .float32)), relative), absolute)
    let result = try b.comparison("LessEqual", distance, bound)
    guard option(9, "equal_nan").bool == true else { return result }
    return try b.either(
      result, b.both(b.isNaN(b.cast(x, to: .float32)), b.isNaN(b.cast(y, to: .float32))))
  }

  fileprivate func withoutSpecialNumbers() throws -> Tensor {
    let x = try operand(0, "x")
    guard x.type == .float32 else { return x }
    let b = builder
    let limit = Double(Float.greatestFiniteMagnitude)
    func replacement(_ name: String, _ fallback: Double) -> Tensor {
      b.scalar(option(9, name).number ?? fallback)
    }
    let above = try b.comparison("Equal", x, b.scalar(.infinity))
    let below = try b.comparison("Equal", x, b.scalar(-.infinity))
    let finite = try b.select(
      above, replacement("posinf", limit), b.select(below, replacement("neginf", -limit), x))
    return try b.select(b.isNaN(x), replacement("nan", 0), finite)
  }
}

extension GraphBuilder {
  func complex(_ real: Tensor, _ imaginary: Tensor) throws -> Tensor {
    try emit(
      "Complex", [real, imaginary], ["T": .type(.float32), "Tout": .type(.complex64)],
      type: .complex64, shape: broadcast(real.shape, imaginary.shape))
  }

  /// A real number of each complex one: `Real`, `Imag`, `Angle`, `ComplexAbs`.
  func real(_ x: Tensor, _ operation: String) throws -> Tensor {
    try emit(
      operation, [x], ["T": .type(.complex64), "Tout": .type(.float32)], type: .float32,
      shape: x.shape)
  }

  /// Numbers less a threshold, 0 where they are below, with the threshold that Keras takes.
  func sparsemax(_ x: Tensor, axis: Int) throws -> Tensor {
    let axis = try x.axis(axis)
    guard let count = x.shape[axis], (1...1 << 20).contains(count) else {
      throw importError("sparsemax needs an axis of known size, of up to a million elements")
    }
    guard axis == x.rank - 1 else {
      var order = Array(0..<x.rank)
      order.swapAt(axis, x.rank - 1)
      return try transpose(sparsemax(transpose(x, order), axis: -1), order)
    }
    let falling = try largest(x, count).values
    let sums = try cumulative("Cumsum", falling, axis: axis)
    let places = constant((1...count).map { Float($0) })
    let isPart = try cast(
      comparison("Greater", subtract(falling, divide(add(sums, -1), places)), scalar(0)),
      to: .float32)
    let size = try reduce("Sum", isPart, axes: [-1], keepsAxes: true)
    let sum = try reduce("Sum", multiply(sums, isPart), axes: [-1], keepsAxes: true)
    return try unary("Relu", subtract(x, divide(add(sum, -1), size)))
  }
}
