// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of random tensors.

extension SizedOperator where Self: RandomTensor {
  package var sizeOperands: [Int] { [0] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.elements(0) ?? operands.unknown(rank: operands.elementCount(ofVector: 0))]
  }
}

extension RandomStandardNormal: SizedOperator {}
extension RandomUniform: SizedOperator {}

extension Multinomial: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[operands.sizes(0)?.first, operands.elements(1)?.first]]
  }
}

extension StablehloRngBitGenerator: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.sizes(0), shape.map { Size($0) }]
  }
}
