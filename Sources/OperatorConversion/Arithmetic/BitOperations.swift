// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Bits set in both, or in either, of two integers.
enum BitJoining: TensorFlowConversion {
  static let tensorFlowNames = ["BitwiseAnd", "BitwiseOr"]

  /// Bits in either: those that differ, and those in both.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (a, b) = try legalizer.broadcast(node.input(0), node.input(1))
    let both = try legalizer.emit(.stablehloAnd(StablehloAnd()), a, b)
    if node.operation == "BitwiseAnd" { return [both] }
    if legalizer.type(of: a) == .int64 {
      return [try legalizer.difference(legalizer.sum(a, b), both)]
    }
    let differing = try legalizer.emit(.bitwiseXor(BitwiseXor()), a, b)
    return [try legalizer.emit(.bitwiseXor(BitwiseXor()), differing, both)]
  }
}

/// Bits turned: `−1 − x`.
enum BitInversion: TensorFlowConversion {
  static let tensorFlowNames = ["Invert"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    if legalizer.type(of: x) == .int64 { return [try legalizer.difference(-1, x)] }
    let ones = try legalizer.constantOfOnes(legalizer.type(of: x))
    return [try legalizer.emit(.bitwiseXor(BitwiseXor()), x, ones)]
  }
}

/// Bits moved towards the highest; those of unsigned integers as int32, of which the lowest are kept.
enum BitsLeft: TensorFlowConversion {
  static let tensorFlowNames = ["LeftShift"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (a, b) = try legalizer.broadcast(node.input(0), node.input(1))
    let type = legalizer.type(of: a)
    if type == .int64 {
      let powers = try legalizer.constant(
        ConstantData((0..<64).map { Int64(1) << Int64($0) }), type: .int64, shape: [64])
      let places = try legalizer.converted(b, as: .int32)
      return [try legalizer.product(a, legalizer.gathered(powers, at: places, along: 0))]
    }
    let isUnsigned = [.uint8, .uint16, .uint32].contains(type)
    let shifted = try legalizer.emit(
      .stablehloShiftLeft(StablehloShiftLeft()),
      isUnsigned ? legalizer.converted(a, as: .int32) : a,
      isUnsigned ? legalizer.converted(b, as: .int32) : b)
    return [try legalizer.converted(shifted, as: type)]
  }
}

/// How many bits are set, looked up byte by byte.
enum PopulationCount: TensorFlowConversion {
  static let tensorFlowNames = ["PopulationCount"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let given = try node.input(0)
    guard let bitCount = legalizer.type(of: given).bitCount, bitCount <= 32 else {
      throw node.error("\(legalizer.type(of: given).name) is not supported")
    }
    let x = try legalizer.converted(given, as: .int32)
    let table = try legalizer.constant(integers: (0..<256).map(\.nonzeroBitCount))
    var count: ValueID?
    for byte in 0..<bitCount / 8 {
      let shift = try legalizer.scalar(8 * byte)
      let moved = byte == 0 ? x : try legalizer.emit(.rightShift(RightShift()), x, shift)
      let digit = try legalizer.emit(.floorMod(FloorMod()), moved, legalizer.scalar(256))
      let bits = try legalizer.gathered(table, at: digit, along: 0)
      if let before = count { count = try legalizer.sum(before, bits) } else { count = bits }
    }
    return [try legalizer.converted(count!, as: .uint8)]
  }
}

extension Legalizer {
  /// A scalar of which all bits are set.
  fileprivate mutating func constantOfOnes(
    _ type: ElementType
  ) throws(ConversionError) -> ValueID {
    let count = (type.bitCount ?? 8) / 8
    return try constant(
      ConstantData(Array(repeating: UInt8.max, count: count)), type: type, shape: [])
  }
}
