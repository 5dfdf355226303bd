// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// COMPLEX_ABS, REAL and IMAG: a float for each complex number.
package protocol ComplexPart: SameShapeOperator {
  init()

  /// The kernel for complex128, or for complex64.
  static func kernel(isDouble: Bool) -> UnaryKernel
}

extension ComplexPart {
  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init()
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .activation, [.complex64, .complex128])],
      outputs: [OperandRule("output", .activation, [.float32, .float64])],
      scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [inputs[0] == .complex128 ? .float64 : .float32]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let isDouble = context.input(0).type == .complex128
    try context.requireOutputs(isDouble ? .float64 : .float32)  // C1
    return Self.kernel(isDouble: isDouble).evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }
}
