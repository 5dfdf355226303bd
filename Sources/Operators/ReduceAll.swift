// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Whether all elements are true over some axes.
///
/// `y = ⋀ x over the reduced axes`
///
/// | operand  | type       | shape                                |
/// |----------|------------|--------------------------------------|
/// | `input`  | bool       | any                                  |
/// | `axes`   | int32      | any                                  |
/// | `output` | as `input` | `input` without the axes, or 1 there |
///
/// Constraints:
/// - C1: `axes` are constant and within the rank; repeated ones count once.
///
/// Source: TensorFlow Lite operator REDUCE_ALL.
package struct ReduceAll: LiteOperator {
  package static let builtin = BuiltinOperator.reduceAll

  package var keepsDimensions: Bool

  package init(keepsDimensions: Bool = false) {
    self.keepsDimensions = keepsDimensions
  }

  package var operandRules: OperandRules {
    .reduction(
      ElementTypeSet(.bool), scales: .unquantized)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(keepsDimensions: try ReducerOptionsView(options).keepDims)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [
      try ReducedAxes(inputs[0]!, inputs[1]!, keepsDimensions: keepsDimensions)  // C1
        .resultShape
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let axes = try ReducedAxes(input, context.input(1), keepsDimensions: keepsDimensions)
    let kernel = ReductionKernel("bool_all", bool_all, initial: UInt8(1))
    let stage = kernel.stage(
      input, axes.walk(input.shape), resultCount: output.elementCount, into: output.slot,
      threadCount: context.threadCount)
    return Evaluation(kernel: kernel.name, stages: [stage])
  }
}
