// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// Operators that work element by element, their operands being broadcast.
package protocol BroadcastingOperator: SizedOperator {}

extension BroadcastingOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [try operands.broadcast()]
  }
}

/// Operators whose one result has the shape of the first operand.
package protocol ShapeKeepingOperator: SizedOperator {}

extension ShapeKeepingOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.sizes(0)]
  }
}

extension SizeOperands {
  /// The shape that all operands broadcast to; nil where a rank is unknown.
  func broadcast() throws(OperatorError) -> OpenShape? {
    var shapes: [OpenShape] = []
    for input in inputs {
      guard let sizes = input?.sizes else { return nil }
      shapes.append(sizes)
    }
    return try OpenSizes.broadcast(shapes)
  }
}

/// Operators whose result's elements follow each from those at its place.
package protocol PointwiseOperator: SizedOperator {
  /// One element of the result; nil where nothing is known of it.
  func element(from elements: [Size]) -> Size?
}

extension PointwiseOperator {
  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    operands.elementwise(element).map { [$0] }
  }
}

extension SizeOperands {
  /// The result of a function element by element; nil where an operand's elements are not known.
  func elementwise(_ function: ([Size]) -> Size?) -> OpenShape? {
    let shapes = inputs.compactMap { $0?.staticShape }
    let elements = inputs.compactMap { $0?.elements }
    guard shapes.count == inputs.count, elements.count == inputs.count else { return nil }
    var result = Shape.scalar
    for shape in shapes {
      guard let next = result.broadcast(with: shape) else { return nil }
      result = next
    }
    guard let count = result.checkedElementCount, count <= SizedValue.elementLimit else {
      return nil
    }
    return (0..<count).map { place in
      function(
        zip(shapes, elements).map { shape, elements in
          elements[index(of: place, in: result, broadcasting: shape)]
        })
    }
  }

  /// Where the element lies that stands at `place` of `result` once `shape` is broadcast to it.
  private func index(of place: Int, in result: Shape, broadcasting shape: Shape) -> Int {
    var (rest, index, stride) = (place, 0, 1)
    for distance in 1..<(result.rank + 1) {
      let size = shape.dimension(fromEnd: distance)
      let position = rest % result.dimension(fromEnd: distance)
      rest /= result.dimension(fromEnd: distance)
      if size != 1 { index += position * stride }
      stride *= size
    }
    return index
  }
}

/// Operators that make one of all elements.
package protocol FoldingOperator: SizedOperator {
  /// The result for no elements; nil where there is none.
  var initialElement: Size? { get }

  func combined(_ a: Size, _ b: Size) -> Size?
}

extension FoldingOperator {
  /// Known where all axes are reduced.
  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    guard let elements = operands.elements(0), let shape = operands.sizes(0),
      let axes = operands.numbers(1),
      Set(axes.map { $0 < 0 ? $0 + shape.count : $0 }) == Set(shape.indices)
    else { return nil }
    guard let first = elements.first else { return [[initialElement]] }
    let result = elements.dropFirst().reduce(first as Size?) { sum, next in
      sum.flatMap { combined($0, next) }
    }
    return [[result]]
  }
}

/// Operators that only move elements, or fill with 0.
package protocol MovingOperator: SizedOperator {}

extension MovingOperator {
  /// The operator itself moves the numbers of the elements: it stays the one source of truth.
  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    var pool: [Size] = [0]
    var tensors: [DirectTensor?] = []
    for (slot, input) in operands.inputs.enumerated() {
      guard let input else {
        tensors.append(nil)
        continue
      }
      if operandRules.input(slot)?.role == .control {
        guard let tensor = input.tensor else { return nil }
        tensors.append(tensor)
      } else {
        guard let elements = input.elements, let shape = input.staticShape else { return nil }
        let numbers = elements.indices.map { Int32(pool.count + $0) }
        tensors.append(DirectTensor(numbers, type: .int32, shape: shape))
        pool += elements
      }
    }
    let kinds = Array(repeating: ResultKind(.int32), count: operands.resultCount)
    let byteLimit = SizedValue.elementLimit * 4
    guard
      let moved = try? evaluateDirectly(
        self, inputs: tensors, results: kinds, byteLimit: byteLimit)
    else { return nil }
    return withExtendedLifetime(operands.inputs) {
      moved.map { $0.elements(as: Int32.self).map { pool[Int($0)] } }
    }
  }
}
