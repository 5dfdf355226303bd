// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// Expects that a comparison refuses operands of each two types that it takes.
func expectMixedOperandRefusals(
  _ operation: some Comparison, sourceLocation: SourceLocation = #_sourceLocation
) {
  let rule = operation.operandRules.inputs[0]
  let types = ElementType.allCases.filter { rule.types.contains($0) }
  for a in types {
    for b in types where b != a {
      expectRefusal(
        operation, types: [a, b, .bool], shapes: [[1], [1]],
        "'a' is \(a.name), 'b' is \(b.name): must be one type", sourceLocation: sourceLocation)
    }
  }
}

/// Expects that SELECT or SELECT_V2 refuses `a`, `b` and `output` of which one has another type than
/// the others: for each two types that it takes.
func expectMixedChoiceRefusals(
  _ operation: some LiteOperator, sourceLocation: SourceLocation = #_sourceLocation
) {
  let types = resultTypes(of: operation)
  for common in types {
    for other in types where other != common {
      for choice in [[other, common, common], [common, other, common], [common, common, other]] {
        expectRefusal(
          operation, types: [.bool] + choice, shapes: [[1], [1], [1]],
          "but the output is \(choice[2].name)", sourceLocation: sourceLocation)
      }
    }
  }
}
