// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of spectra and of the parts of complex numbers.

extension ComplexAbs: ShapeKeepingOperator {}
extension Imag: ShapeKeepingOperator {}
extension Real: ShapeKeepingOperator {}

extension Rfft2D: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return [nil] }
    let lengths: OpenShape = operands.elements(1) ?? [nil, nil]
    guard input.count >= 2, lengths.count == 2 else {
      throw OperatorError(
        "'input' is \(text(of: input)) and there are \(lengths.count) lengths, must be 2 axes at "
          + "least and 2")
    }
    return [input.dropLast(2) + [lengths[0], .floorQuotient(lengths[1], 2) + 1]]
  }
}
