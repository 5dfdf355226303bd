// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The largest element of each window of an image, and where it is.
///
/// | operand  | type    | shape                                                        |
/// |----------|---------|--------------------------------------------------------------|
/// | `input`  | float32 | `[batch, height, width, channels]`                           |
/// | `output` | float32 | `[batch, rows, columns, channels]`                           |
/// | `places` | float32 | as `output`: `i · width of the window + j`, and 0.1 more     |
///
/// Of equal elements the first counts; NaN is passed over.
///
/// Constraints:
/// - C1: `input` has four axes; strides and filter are positive; the filter fits a VALID input and
///   has at most 32768 pixels.
///
/// Source: MediaPipe, custom operator MaxPoolingWithArgmax2D.
package struct MaxPoolingWithArgmax2D: CustomOperation {
  package static let customName = "MaxPoolingWithArgmax2D"

  package var pooling: Pooling

  package init(_ pooling: Pooling) {
    self.pooling = pooling
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    pooling = try StoredStructure.pooling(options)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .float32)],
      outputs: [
        OperandRule("output", .control, .float32), OperandRule("places", .control, .float32),
      ], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package var reach: OperatorReach { .window(pooling.filterHeight, pooling.filterWidth) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = try pooling.resultShape(inputs[0]!)  // C1
    return [shape, shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let parameters = PreparedBuffer(try pooling.parameters(input, output))
    let partition = Partition(
      count: output.shape[0] * output.shape[1], threadCount: context.threadCount,
      grain: max(1, elementwiseGrain / max(1, output.shape[2] * output.shape[3])))
    let places = context.outputs[1].slot
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let rows = partition.range(of: task)
      f32_max_pool_places(
        tensors[input.slot], tensors.elements(output.slot), tensors.elements(places),
        rows.lowerBound, rows.upperBound, parameters.elements(as: linnet_pooling.self))
    }
    return Evaluation(kernel: "f32_max_pool_places", stages: [stage])
  }
}
