// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Rectified linear unit, `y = max(x, 0)`.
package struct Relu: LiteOperator {
  package static let builtin = BuiltinOperator.relu

  package init() {}

  package init(reading options: borrowing OptionsReader) throws(FormatError) {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, .float32)],
      outputs: [OperandRule("output", .activation, .float32)], scales: .free)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (x, y, count) = (context.input(0).slot, context.output.slot, context.output.elementCount)
    return Evaluation(kernel: "f32_relu") { (tensors: TensorTable) throws(OperatorError) in
      let input = tensors.elements(x, as: Float.self)
      let output = tensors.elements(y, as: Float.self)
      for i in 0..<count { output[i] = max(input[i], 0) }
    }
  }

  package var overwritableInputs: [Int] { [0] }
}
