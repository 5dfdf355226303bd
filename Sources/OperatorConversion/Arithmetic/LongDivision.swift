// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

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
