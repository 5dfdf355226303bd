// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Finds the division of rows by their length in its parts.
///
/// ```
/// q = SQUARE(x)
/// s = SUM(q, [-1])
/// m = MAXIMUM(s, 1e-12)      ⇒    y = L2_NORMALIZATION(x)
/// r = RSQRT(m)
/// y = MUL(x, r)
/// ```
///
/// It may also be a division by the root, the bound before the root or after it, or a least value of
/// the root's inverse. Not along another
/// axis than the last or over several, not for bounds of the length other than the operator's 10⁻⁶
/// or less, and not for more than four axes, which the operator does not take.
package struct L2NormalizationFusion: LocalRewrite {
  package init() {}

  /// The least length that the operator divides by.
  private static let leastLength: Float = 1e-6
  private static let largestRank = 4

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let output = node.outputs.first,
      let x = graph.normalized(output, leastLength: Self.leastLength),
      let shape = graph[x].shape, (1...Self.largestRank).contains(shape.count),
      graph[x].type == .float32
    else { return nil }
    var edit = GraphEdit(of: graph)
    edit.remove(id)
    edit.append(
      .l2Normalization(L2Normalization()), name: node.name, inputs: [x], outputs: node.outputs)
    return edit
  }
}

extension IndexedGraph {
  /// `x` where the value is `x` divided by its length.
  fileprivate func normalized(_ value: ValueID, leastLength: Float) -> ValueID? {
    for (x, factor) in pairs(of: value, by: .mul) {
      if let square = argument(of: factor, by: .rsqrt),
        let sum = bounded(square, by: leastLength * leastLength), isSumOfSquares(sum, of: x)
      {
        return x
      }
      if let inverse = boundedAbove(factor, by: 1 / leastLength),
        let sum = argument(of: inverse, by: .rsqrt), isSumOfSquares(sum, of: x)
      {
        return x
      }
    }
    guard let quotient = operands(of: value, by: .div), quotient.count == 2 else { return nil }
    let (x, length) = (quotient[0], quotient[1])
    if let square = argument(of: length, by: .sqrt),
      let sum = bounded(square, by: leastLength * leastLength), isSumOfSquares(sum, of: x)
    {
      return x
    }
    if let root = bounded(length, by: leastLength), let sum = argument(of: root, by: .sqrt),
      isSumOfSquares(sum, of: x)
    {
      return x
    }
    return nil
  }

  /// What is taken the maximum of with a positive number that is `limit` at most.
  private func bounded(_ value: ValueID, by limit: Float) -> ValueID? {
    pairs(of: value, by: .maximum).first {
      scalar($0.1).map { $0 > 0 && $0 <= limit * 1.001 } ?? false
    }?.0
  }

  /// What is taken the minimum of with a number that is `limit` at least.
  private func boundedAbove(_ value: ValueID, by limit: Float) -> ValueID? {
    pairs(of: value, by: .minimum).first {
      scalar($0.1).map { $0 >= limit * 0.999 } ?? false
    }?.0
  }

  /// Whether the value is the sum of the squares of `x` along its last axis, which is kept.
  private func isSumOfSquares(_ value: ValueID, of x: ValueID) -> Bool {
    guard let id = producer(of: value), case .sum(let sum)? = operation(id), sum.keepsDimensions,
      let node = self[id], let squares = node.inputs[0], let axes = integers(node.inputs[1]),
      let rank = self[x].shape?.count, axes == [-1] || axes == [rank - 1]
    else { return false }
    return argument(of: squares, by: .square) == x
      || operands(of: squares, by: .mul).map { $0 == [x, x] } ?? false
  }
}
