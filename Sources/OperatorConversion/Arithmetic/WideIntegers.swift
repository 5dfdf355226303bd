// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

// What the lite format computes of int32, of int64 by operators that it has for these.

extension FloorDiv: TensorFlowConversion {
  package static let tensorFlowNames = ["FloorDiv"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    guard legalizer.needsLongDivision(x, y) else {
      return [try legalizer.emit(.floorDiv(FloorDiv()), x, y)]
    }
    return [try legalizer.longQuotient(x, y)]
  }
}

extension Abs: TensorFlowConversion {
  package static let tensorFlowNames = ["Abs"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    guard legalizer.type(of: x) == .int64, !legalizer.fitsInt32(x) else {
      return [try legalizer.emit(.abs(Abs()), x)]
    }
    return [try legalizer.maximum(x, legalizer.negated(x))]
  }
}

extension Pow: TensorFlowConversion {
  package static let tensorFlowNames = ["Pow"]

  /// Powers that are written out as products.
  private static let writtenPowers = 1...64

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, y) = (try node.input(0), try node.input(1))
    guard legalizer.type(of: x) == .int64, !legalizer.fitsInt32(x),
      let exponents = legalizer.known(y).numbers, exponents.count == 1,
      writtenPowers.contains(exponents[0]), legalizer.known(y).sizes?.isEmpty == true
    else { return [try legalizer.emit(.pow(Pow()), x, y)] }
    var (power, square): (ValueID?, ValueID) = (nil, x)
    var rest = exponents[0]
    while true {
      if rest & 1 == 1 {
        if let factor = power {
          power = try legalizer.product(factor, square)
        } else {
          power = square
        }
      }
      rest >>= 1
      guard rest > 0 else { break }
      square = try legalizer.squared(square)
    }
    return [power!]
  }
}

extension Legalizer {
  /// Whether a quotient is one of int64 of which nothing says that it fits int32.
  func needsLongDivision(_ x: ValueID, _ y: ValueID) -> Bool {
    type(of: x) == .int64 && !(fitsInt32(x) && fitsInt32(y))
  }

  /// `⌊x / y⌋` of int64, exact for magnitudes below 2⁶².
  ///
  /// What divides without rest is found by float quotients, each of which leaves 2⁻²² of what the one
  /// before has left.
  mutating func longQuotient(_ x: ValueID, _ y: ValueID) throws(ConversionError) -> ValueID {
    var rest = try difference(x, emit(.floorMod(FloorMod()), x, y))
    let divisor = try converted(y, as: .float32)
    var result: ValueID?
    for _ in 0..<3 {
      let near = try emit(.round(Round()), quotient(converted(rest, as: .float32), divisor))
      let part = try converted(near, as: .int64)
      rest = try difference(rest, product(part, y))
      if let sum = result {
        result = try self.sum(sum, part)
      } else {
        result = part
      }
    }
    return result!
  }
}
