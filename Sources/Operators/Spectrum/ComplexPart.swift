// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// COMPLEX_ABS, REAL and IMAG: a float for each complex number.
package protocol ComplexPart: SameShapeOperator {
  init()

  static var kernel: UnaryKernel { get }
}

extension ComplexPart {
  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init()
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, .complex64)],
      outputs: [OperandRule("output", .activation, .float32)],
      scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    Self.kernel.evaluation(context.input(0), context.output, threadCount: context.threadCount)
  }
}
