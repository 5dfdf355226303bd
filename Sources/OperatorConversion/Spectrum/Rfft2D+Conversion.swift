// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import OpenSizes
import Operators
import TensorCore

extension Rfft2D: TensorFlowConversion {
  package static let tensorFlowNames = ["RFFT", "RFFT2D"]

  /// One dimension is two, the first of which has size 1. Lengths that are no powers of two, which
  /// runtimes do not have, are products with matrices.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, lengths) = (try node.input(0), try node.input(1))
    let isLine = node.operation == "RFFT"
    if let numbers = legalizer.known(lengths).numbers,
      numbers.contains(where: { $0 < 1 || $0 & ($0 - 1) != 0 })
    {
      guard let length = numbers.last, numbers.allSatisfy({ $0 > 0 }) else {
        throw node.error("lengths \(numbers) must be positive")
      }
      for length in numbers { try legalizer.checkTable(length) }
      let rows = try legalizer.spectrum(ofReal: x, length: length)
      guard !isLine else { return [try legalizer.complexValue(rows)] }
      let columns = try legalizer.fitted(legalizer.exchanged(rows), to: numbers[0])
      let spectrum = try legalizer.transformed(columns, length: numbers[0], isInverse: false)
      return [try legalizer.complexValue(legalizer.exchanged(spectrum))]
    }
    guard isLine else { return [try legalizer.emit(.rfft2D(Rfft2D()), x, lengths)] }
    let rank = try legalizer.rank(of: x)
    let row = try legalizer.expanded(x, at: rank - 1)
    let sizes = try legalizer.joined(
      [legalizer.constant(integers: [1]), legalizer.converted(lengths, as: .int32)], along: 0)
    let spectrum = try legalizer.emit(.rfft2D(Rfft2D()), row, sizes)
    return [try legalizer.emit(.squeeze(Squeeze(axes: [rank - 1])), spectrum)]
  }
}

extension Rfft2D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    Rfft2dOptionsValue()
  }
}
