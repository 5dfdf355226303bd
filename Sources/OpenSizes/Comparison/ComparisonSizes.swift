// SPDX-License-Identifier: Apache-2.0
import Operators

// Sizes of what comparisons and choices give. A boolean is 1 or 0 where all sizes decide alike.

extension Less: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    isLess(elements[0], elements[1])
  }
}

extension GreaterEqual: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    1 - isLess(elements[0], elements[1])
  }
}

extension Greater: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    isLess(elements[1], elements[0])
  }
}

extension LessEqual: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    1 - isLess(elements[1], elements[0])
  }
}

extension Equal: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    isEqual(elements[0], elements[1])
  }
}

extension NotEqual: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    1 - isEqual(elements[0], elements[1])
  }
}

private func isLess(_ a: Size, _ b: Size) -> Size? {
  guard a.followsFromSizes, b.followsFromSizes, let range = (a - b)?.range else { return nil }
  return range.high < 0 ? 1 : range.low >= 0 ? 0 : nil
}

private func isEqual(_ a: Size, _ b: Size) -> Size? {
  if a == b { return 1 }
  guard a.followsFromSizes, b.followsFromSizes, let range = (a - b)?.range else { return nil }
  return range.contains(0) ? nil : 0
}

extension LogicalAnd: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    elements.contains(0) ? 0 : elements == [1, 1] ? 1 : nil
  }
}

extension LogicalOr: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    elements.contains(1) ? 1 : elements == [0, 0] ? 0 : nil
  }
}

extension LogicalNot: ShapeKeepingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? { 1 - elements[0] }
}

extension ZerosLike: ShapeKeepingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? { 0 }
}

extension SelectV2: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    chosen(by: elements[0], elements[1], elements[2])
  }
}

extension Select: PointwiseOperator {
  /// The condition may be a vector over the first axis, or a single element.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try SizeOperands(Array(operands.inputs.dropFirst())).agreedShape()
  }

  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    let isElementwise = operands.sizes(0) == operands.sizes(1) || operands.sizes(0) == []
    return isElementwise ? operands.elementwise(element).map { [$0] } : nil
  }

  package func element(from elements: [Size]) -> Size? {
    chosen(by: elements[0], elements[1], elements[2])
  }
}

private func chosen(by condition: Size, _ a: Size, _ b: Size) -> Size? {
  condition == 1 || a == b ? a : condition == 0 ? b : nil
}

extension Where: SizedOperator {
  package var sizeOperands: [Int] { [0] }

  /// The data tell how many places there are.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[nil, operands.sizes(0).map { Size($0.count) }]]
  }
}

extension Bucketize: ShapeKeepingOperator {}
