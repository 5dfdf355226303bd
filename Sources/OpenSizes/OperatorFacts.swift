// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

extension Operator {
  /// The shapes of the results, after a check of the operands' arity and types.
  package func resultShapes(
    of inputs: [Operand?], outputs: [ElementType]
  ) throws(OperatorError) -> [Shape] {
    try checkedShapes(of: inputs, outputs: outputs)
  }

  /// The types of the results; the last one's is repeated where there are more results.
  package func resultTypes(
    of inputs: [ElementType?], count: Int
  ) throws(OperatorError) -> [ElementType] {
    let required = operandRules.inputs.prefix { !$0.isOptional }.count
    guard inputs.count >= required, !inputs.prefix(required).contains(where: { $0 == nil })
    else { throw OperatorError("has \(inputs.count) inputs, needs \(required)") }
    let types = resultTypes(inputs)
    guard let last = types.last, types.count < count else { return Array(types.prefix(count)) }
    return types + Array(repeating: last, count: count - types.count)
  }
}

extension Operator {
  /// What open sizes become in the results; nil for operators of which nothing is known.
  package var sizeRules: (any SizedOperator)? {
    struct Reader: OperatorVisitor {
      func visit(_ operation: some LiteOperator) throws(Never) -> (any SizedOperator)? {
        operation as? any SizedOperator
      }
    }
    var reader = Reader()
    return accept(&reader)
  }
}

extension ConstantData {
  /// Integers as int32 or int64; nil for other types or where one does not fit.
  package init?(integers: [Int], as type: ElementType) {
    switch type {
    case .int32:
      let narrow = integers.compactMap(Int32.init(exactly:))
      guard narrow.count == integers.count else { return nil }
      self.init(narrow)
    case .int64: self.init(integers.map(Int64.init))
    default: return nil
    }
  }

  /// The elements as `Int`s; nil unless they are int32 or int64.
  package func integers(as type: ElementType) -> [Int]? {
    switch type {
    case .int32: elements(as: Int32.self).map(Int.init)
    case .int64: elements(as: Int64.self).map(Int.init)
    default: nil
    }
  }
}
