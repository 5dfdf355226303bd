// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

extension Pow: TensorFlowConversion {
  package static let tensorFlowNames = ["Pow"]

  /// Powers that are written out as products.
  private static let writtenPowers = 1...64

  /// Of int64, which the lite operator does not take, products for exponents that are small constants.
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

extension Pow: WrittenOperator {}
