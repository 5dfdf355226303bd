// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// StableHLO's operators on two tensors of one type and shape, element by element.
package protocol StablehloArithmetic: AttributeFreeOperator {
  static var function: NumberFunction { get }
}

extension StablehloArithmetic {
  package var operandRules: OperandRules { .binary(.numbers, scales: .unquantized) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (a, b) = (inputs[0]!.shape, inputs[1]!.shape)
    guard a == b else {  // C1
      throw OperatorError("'a' is \(a.description) but 'b' is \(b.description)")
    }
    return [a]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try Self.function.evaluation(&context)
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }
}

extension NumberFunction {
  fileprivate func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    return kernel(for: context.output.type).evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }
}
