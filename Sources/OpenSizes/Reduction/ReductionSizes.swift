// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of what reductions give, and what they make of a few integers.

/// The shape without the axes that input 1 names, or with 1 in their place.
private func reducedSizes(
  _ operands: SizeOperands, keepsDimensions: Bool
) throws(OperatorError) -> [OpenShape?] {
  guard let input = operands.sizes(0) else { return [nil] }
  guard let axes = operands.numbers(1) else {
    return [keepsDimensions ? operands.unknown(rank: input.count) : nil]
  }
  var isReduced = [Bool](repeating: false, count: input.count)
  for axis in axes where !input.isEmpty {
    isReduced[try checkedAxis(axis, of: input)] = true
  }
  var result: OpenShape = []
  for (size, isReduced) in zip(input, isReduced) {
    if !isReduced { result.append(size) } else if keepsDimensions { result.append(1) }
  }
  return [result]
}

extension Mean: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try reducedSizes(operands, keepsDimensions: keepsDimensions)
  }
}

extension ReduceAll: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try reducedSizes(operands, keepsDimensions: keepsDimensions)
  }
}

extension ReduceAny: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try reducedSizes(operands, keepsDimensions: keepsDimensions)
  }
}

extension ReduceMax: FoldingOperator {
  package var sizeOperands: [Int] { [1] }
  package var initialElement: Size? { nil }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try reducedSizes(operands, keepsDimensions: keepsDimensions)
  }

  package func combined(_ a: Size, _ b: Size) -> Size? {
    a.followsFromSizes && b.followsFromSizes ? .maximum(a, b) : nil
  }
}

extension ReduceMin: FoldingOperator {
  package var sizeOperands: [Int] { [1] }
  package var initialElement: Size? { nil }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try reducedSizes(operands, keepsDimensions: keepsDimensions)
  }

  package func combined(_ a: Size, _ b: Size) -> Size? {
    a.followsFromSizes && b.followsFromSizes ? .minimum(a, b) : nil
  }
}

extension ReduceProd: FoldingOperator {
  package var sizeOperands: [Int] { [1] }
  package var initialElement: Size? { 1 }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try reducedSizes(operands, keepsDimensions: keepsDimensions)
  }

  package func combined(_ a: Size, _ b: Size) -> Size? { a * b }
}

extension Sum: FoldingOperator {
  package var sizeOperands: [Int] { [1] }
  package var initialElement: Size? { 0 }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try reducedSizes(operands, keepsDimensions: keepsDimensions)
  }

  package func combined(_ a: Size, _ b: Size) -> Size? { a + b }
}

extension ArgMax: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try sizesWithoutAxis(operands)
  }
}

extension ArgMin: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try sizesWithoutAxis(operands)
  }
}

private func sizesWithoutAxis(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
  guard let input = operands.sizes(0) else { return [nil] }
  guard let axis = operands.numbers(1)?.first else {
    return [operands.unknown(rank: input.count - 1)]
  }
  var result: OpenShape = input
  result.remove(at: try checkedAxis(axis, of: input))
  return [result]
}

extension Cumsum: ShapeKeepingOperator {
  package var sizeOperands: [Int] { [1] }
}

extension TopKV2: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return operands.unknown }
    guard !input.isEmpty else { throw OperatorError("'input' is a scalar, must have an axis") }
    let result: OpenShape = input.dropLast() + [.maximum(operands.elements(1)?.first, 0)]
    return [result, result]
  }
}

extension SizedOperator where Self: NonMaxSuppression {
  package var sizeOperands: [Int] { [2] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let kept: OpenShape = [operands.elements(2)?.first]
    return Self.isSoft ? [kept, kept, []] : [kept, []]
  }
}

extension NonMaxSuppressionV4: SizedOperator {}
extension NonMaxSuppressionV5: SizedOperator {}

extension ReduceWindow: SizedOperator {
  package var sizeOperands: [Int] { [2, 3, 4] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return [nil] }
    guard let windows = operands.numbers(2), let strides = operands.numbers(3),
      let dilations = operands.numbers(4)
    else { return [operands.unknown(rank: input.count)] }
    return [try windowCounts(input, windows, strides, dilations)]
  }
}

extension StablehloReduceWindow: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return [nil] }
    guard paddings.count == 2 * input.count else {
      throw OperatorError("has \(paddings.count) paddings for \(input.count) axes")
    }
    let padded = try spacedSizes(
      input, low: input.indices.map { paddings[2 * $0] },
      high: input.indices.map { paddings[2 * $0 + 1] }, steps: baseDilations)
    return [try windowCounts(padded, windows, strides, dilations)]
  }
}

/// How many windows lie along each axis; none where one does not fit.
private func windowCounts(
  _ input: OpenShape, _ windows: [Int], _ strides: [Int], _ dilations: [Int]
) throws(OperatorError) -> OpenShape {
  for numbers in [windows, strides, dilations] {
    guard numbers.count == input.count, numbers.allSatisfy({ $0 > 0 && $0 <= Int32.max }) else {
      throw OperatorError("windows, strides and dilations must be \(input.count) from 1 on")
    }
  }
  return input.indices.map { axis in
    let reach = Size((windows[axis] - 1) * dilations[axis] + 1)
    return .maximum(.floorQuotient(input[axis] - reach, Size(strides[axis])) + 1, 0)
  }
}
