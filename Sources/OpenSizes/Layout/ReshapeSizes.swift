// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension Reshape: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  /// The dimensions asked for; the one that is −1, or the only one that may be, follows from the
  /// number of elements.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let target = target(operands) else {
      return [operands.unknown(rank: operands.elementCount(ofVector: 1))]
    }
    let count = operands.sizes(0).flatMap { Size.product($0) }
    let open = target.indices.filter { target[$0].range.low < 0 }
    guard open.count <= 1 else { return [target.map { $0.range.low < 0 ? nil : $0 }] }
    var result: OpenShape = target
    if let axis = open.first {
      let rest = target.indices.filter { $0 != axis }.map { target[$0] }
      result[axis] = .floorQuotient(count, .product(rest))
    } else if let count = count?.number, let product = Size.product(target)?.number,
      count != product
    {
      throw OperatorError(
        "cannot reshape \(operands.sizes(0).map { text(of: $0) } ?? "") with \(count) elements to "
          + text(of: target))
    }
    return [result]
  }

  /// What is asked for, by operand or attribute.
  private func target(_ operands: SizeOperands) -> [Size]? {
    if operands.input(1) != nil, operands.sizes(1)?.count != 0 { return operands.elements(1) }
    return (newShape == [0] ? [] : newShape).map { Size($0) }
  }
}
