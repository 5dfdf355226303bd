// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Changes of type keep the shape.

extension Densify: ShapeKeepingOperator {}
extension Dequantize: ShapeKeepingOperator {}
extension FakeQuant: ShapeKeepingOperator {}
extension Quantize: ShapeKeepingOperator {}

extension Bitcast: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.input(0), let sizes = input.sizes else { return [nil] }
    let (own, other) = bitCounts(from: input.type)
    if own == other { return [sizes] }
    return [own < other ? sizes.dropLast() : sizes + [Size(own / other)]]
  }
}

extension Cast: ShapeKeepingOperator {
  /// Between integers a number stays; as a boolean it says whether it is not 0.
  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    guard let input = operands.input(0), let elements = input.elements, let resultType else {
      return nil
    }
    switch (input.type, resultType) {
    case (.bool, _), (.int32, .int32), (.int32, .int64), (.int64, .int64): return [elements]
    case (.int64, .int32):
      return [elements.map { $0.followsFromSizes ? $0 : nil }]
    case (_, .bool):
      return [elements.map { $0 == 0 ? 0 : $0.range.contains(0) ? nil : 1 }]
    default: return nil
    }
  }
}
