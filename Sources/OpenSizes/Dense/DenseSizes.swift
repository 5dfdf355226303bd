// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of matrix products.

extension FullyConnected: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let weights: OpenShape = operands.sizes(1) ?? [nil, nil]
    guard weights.count == 2 else {
      throw OperatorError("weights \(text(of: weights)) must have rank 2 and elements")
    }
    guard keepsDimensions else {
      let count = operands.sizes(0).flatMap { Size.product($0) }
      return [[.floorQuotient(count, weights[1]), weights[0]]]
    }
    guard let input = operands.sizes(0) else { return [nil] }
    guard let depth = input.last, (try? agreed(depth, weights[1])) != nil else {
      throw OperatorError(
        "input \(text(of: input)) does not end in the depth of weights \(text(of: weights))")
    }
    return [input.dropLast() + [weights[0]]]
  }
}

extension BatchMatMul: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let x = operands.sizes(0), let y = operands.sizes(1) else { return [nil] }
    guard x.count >= 2, y.count >= 2 else {
      throw OperatorError("\(text(of: x)) and \(text(of: y)) must have rank 2 at least")
    }
    let left = transposesLeft ? Array(x.suffix(2).reversed()) : Array(x.suffix(2))
    let right = transposesRight ? Array(y.suffix(2).reversed()) : Array(y.suffix(2))
    guard (try? agreed(left[1], right[0])) != nil else {
      throw OperatorError("\(text(of: x)) and \(text(of: y)) disagree on the depth")
    }
    return [try broadcast([x.dropLast(2), y.dropLast(2)]) + [left[0], right[1]]]
  }
}
