// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// How the sizes of an operator's results follow from those of its operands where some are open.
///
/// The operator's own `resultShapes` is right wherever everything that it reads is a number; these
/// rules say the same of expressions. What they give holds for all sizes that the operator takes;
/// they throw only for what no size mends.
package protocol SizedOperator: LiteOperator {
  /// The inputs whose elements, not only shapes, decide the shapes of the results.
  var sizeOperands: [Int] { get }

  /// The shapes of the results; nil for an unknown rank, nil dimensions for unknown sizes.
  func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?]

  /// The elements of the results, which are small tensors of integers or booleans; nil where there
  /// is nothing to say.
  func resultElements(_ operands: SizeOperands) -> [OpenShape]?
}

extension SizedOperator {
  package var sizeOperands: [Int] { [] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    operands.unknown
  }

  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? { nil }
}

/// The operands of an operator some of whose sizes are open.
package struct SizeOperands {
  /// Arity and types checked; nil where an optional input is absent.
  package let inputs: [SizedValue?]
  package let resultCount: Int

  package init(_ inputs: [SizedValue?], resultCount: Int = 1) {
    self.inputs = inputs
    self.resultCount = resultCount
  }

  func input(_ index: Int) -> SizedValue? {
    index < inputs.count ? inputs[index] : nil
  }

  /// The dimensions of an input; nil where the rank is unknown.
  func sizes(_ index: Int) -> [Size]? {
    input(index)?.sizes
  }

  /// The elements of an input, where something is known of them.
  func elements(_ index: Int) -> [Size]? {
    input(index)?.elements
  }

  /// The elements of an input that are the same for all sizes.
  func numbers(_ index: Int) -> [Int]? {
    input(index)?.numbers
  }

  /// How many elements a vector has; nil where that varies.
  func elementCount(ofVector index: Int) -> Int? {
    sizes(index).flatMap { $0.count == 1 ? $0[0].number : nil }
  }

  /// Nothing said of any result.
  package var unknown: [OpenShape?] {
    Array(repeating: nil, count: resultCount)
  }

  /// A shape of which only the rank is known.
  func unknown(rank: Int?) -> OpenShape? {
    rank.map { Array(repeating: nil, count: $0) }
  }
}

/// The axis counted from the start.
///
/// - Throws: if it is none of `shape`.
func checkedAxis(_ axis: Int, of shape: OpenShape) throws(OperatorError) -> Int {
  let resolved = axis < 0 ? axis + shape.count : axis
  guard shape.indices.contains(resolved) else {
    throw OperatorError(
      "axis \(axis) is out of range for \(text(of: shape)): allowed \(-shape.count) to "
        + "\(shape.count - 1)")
  }
  return resolved
}

// MARK: Sizes that must agree

/// The size that two must both be; nil where neither is known.
///
/// - Throws: if they differ for all values of the symbols.
func agreed(_ a: Size?, _ b: Size?) throws(OperatorError) -> Size? {
  guard let a, let b else { return a ?? b }
  if let difference = a - b, !difference.range.contains(0) {
    throw OperatorError("sizes \(text(of: [a])) and \(text(of: [b])) differ")
  }
  return b.number == nil ? a : b
}

/// The shape that two must both have.
func agreed(_ a: OpenShape, _ b: OpenShape) throws(OperatorError) -> OpenShape {
  guard a.count == b.count else {
    throw OperatorError("shapes \(text(of: a)) and \(text(of: b)) differ in rank")
  }
  var result: OpenShape = []
  for (x, y) in zip(a, b) {
    do throws(OperatorError) {
      result.append(try agreed(x, y))
    } catch {
      throw OperatorError("shapes \(text(of: a)) and \(text(of: b)) differ")
    }
  }
  return result
}

/// The shape that all broadcast to.
///
/// A number other than 1 decides: the other size is that number or 1. Two sizes that are not known
/// to be one leave the result open.
/// - Throws: if two numbers do not fit.
func broadcast(_ shapes: [OpenShape]) throws(OperatorError) -> OpenShape {
  var result: OpenShape = []
  for shape in shapes {
    let rank = max(result.count, shape.count)
    func size(_ shape: OpenShape, _ axis: Int) -> Size? {
      let own = axis - (rank - shape.count)
      return own < 0 ? 1 : shape[own]
    }
    var next: OpenShape = []
    for axis in 0..<rank {
      let (a, b) = (size(result, axis), size(shape, axis))
      if let x = a?.number, let y = b?.number, x != y, x != 1, y != 1 {
        throw OperatorError(
          "shapes \(text(of: result)) and \(text(of: shape)) do not broadcast")
      }
      next.append(broadcast(a, b))
    }
    result = next
  }
  return result
}

/// The size that two broadcast to; nil where that is open.
func broadcast(_ a: Size?, _ b: Size?) -> Size? {
  if a == 1 || a == b { return b }
  if b == 1 || a?.number != nil { return a }
  return b?.number != nil ? b : nil
}
