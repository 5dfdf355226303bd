// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// MAXIMUM and MINIMUM.
package protocol ElementwiseExtreme: BroadcastOperator {
  init()

  static func kernel(for type: ElementType) -> BinaryKernel
}

extension ElementwiseExtreme {
  package var operandRules: OperandRules {
    .binary(
      [.floats, .int8, .uint8, .int16, .int32, .int64], scales: .shared)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init()
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0, 1)  // C2
    try context.requireOneQuantization(0, 1)  // C2
    return Self.kernel(for: context.output.type).evaluation(
      context.input(0), context.input(1), context.output, in: &context)
  }

  package var overwritableInputs: [Int] { [0, 1] }

  package var mapsElements: Bool { true }
}
