// SPDX-License-Identifier: Apache-2.0
import Operators

// Sizes of what arithmetic gives, and the integers that it makes of sizes.

extension Abs: ShapeKeepingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    elements[0].followsFromSizes ? .maximum(elements[0], 0 - elements[0]) : nil
  }
}

extension Atan2: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try operands.agreedShape()
  }
}

extension Ceil: ShapeKeepingOperator {}
extension Cos: ShapeKeepingOperator {}
extension Exp: ShapeKeepingOperator {}
extension Floor: ShapeKeepingOperator {}
extension Log: ShapeKeepingOperator {}

extension Neg: ShapeKeepingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? { 0 - elements[0] }
}

extension Round: ShapeKeepingOperator {}
extension Rsqrt: ShapeKeepingOperator {}
extension Sign: ShapeKeepingOperator {}
extension Sin: ShapeKeepingOperator {}
extension Sqrt: ShapeKeepingOperator {}

extension Square: ShapeKeepingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? { elements[0] * elements[0] }
}

extension Add: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    activation == .none ? elements[0] + elements[1] : nil
  }
}

extension Sub: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    activation == .none ? elements[0] - elements[1] : nil
  }
}

extension Mul: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    activation == .none ? elements[0] * elements[1] : nil
  }
}

/// Rounds towards 0, which is down where nothing is negative.
extension Div: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    let isRoundedDown = elements.allSatisfy { $0.followsFromSizes && $0.range.low >= 0 }
    return activation == .none && isRoundedDown ? .floorQuotient(elements[0], elements[1]) : nil
  }
}

extension FloorDiv: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    elements.allSatisfy(\.followsFromSizes) ? .floorQuotient(elements[0], elements[1]) : nil
  }
}

extension FloorMod: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    elements.allSatisfy(\.followsFromSizes) ? .floorRemainder(elements[0], elements[1]) : nil
  }
}

extension Maximum: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    elements.allSatisfy(\.followsFromSizes) ? .maximum(elements[0], elements[1]) : nil
  }
}

extension Minimum: BroadcastingOperator, PointwiseOperator {
  package func element(from elements: [Size]) -> Size? {
    elements.allSatisfy(\.followsFromSizes) ? .minimum(elements[0], elements[1]) : nil
  }
}

extension BitwiseXor: BroadcastingOperator {}
extension Pow: BroadcastingOperator {}
extension RightShift: BroadcastingOperator {}
extension SquaredDifference: BroadcastingOperator {}

extension AddN: PointwiseOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try operands.agreedShape()
  }

  package func element(from elements: [Size]) -> Size? {
    elements.reduce(0 as Size?) { $0 + $1 }
  }
}

extension SizedOperator where Self: StablehloArithmetic {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try operands.agreedShape()
  }
}

extension StablehloAdd: SizedOperator {}
extension StablehloAnd: SizedOperator {}
extension StablehloMaximum: SizedOperator {}
extension StablehloMinimum: SizedOperator {}
extension StablehloMultiply: SizedOperator {}
extension StablehloShiftLeft: SizedOperator {}

extension SizeOperands {
  /// One result of the shape that all operands must have.
  func agreedShape() throws(OperatorError) -> [OpenShape?] {
    var result: OpenShape?
    for case let sizes? in inputs.map({ $0?.sizes }) {
      result = if let known = result { try agreed(known, sizes) } else { sizes }
    }
    return [result]
  }
}
