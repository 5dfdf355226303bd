// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// How many of some ascending boundaries each element has reached.
///
/// `y[i…] = |{ j : x[i…] ≥ boundaries[j] }|`
///
/// | operand  | type                           | shape      |
/// |----------|--------------------------------|------------|
/// | `input`  | float32, float64, int32, int64 | any        |
/// | `output` | int32                          | as `input` |
///
/// Integers are rounded to float32 first, as the reference does. Not-a-number has reached all.
///
/// Constraints:
/// - C1: the option `boundaries` ascends; equal ones may follow each other.
///
/// Source: TensorFlow Lite operator BUCKETIZE; TensorFlow `tf.raw_ops.Bucketize`.
package struct Bucketize: SameShapeOperator {
  package static let builtin = BuiltinOperator.bucketize

  package var boundaries: [Float]

  package init(boundaries: [Float]) {
    self.boundaries = boundaries
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    boundaries = try BucketizeOptionsView(options).boundaries.array
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule(
          "input", .control, [.float32, .float64, .int32, .int64])
      ],
      outputs: [OperandRule("output", .control, .int32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int32] }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let parameters = try preparedBoundaries(&context)
    let kernel =
      switch context.input(0).type {
      case .float32: UnaryKernel("f32_bucketize", f32_bucketize, parameters)
      case .float64: UnaryKernel("f64_bucketize", f64_bucketize, parameters)
      case .int32: UnaryKernel("s32_bucketize", s32_bucketize, parameters)
      default: UnaryKernel("s64_bucketize", s64_bucketize, parameters)
      }
    return kernel.evaluation(
      context.input(0), context.output, threadCount: context.threadCount)
  }

  /// The kernels' parameters: a `linnet_boundaries`, then the boundaries.
  private func preparedBoundaries(
    _ context: inout PrepareContext
  ) throws(OperatorError) -> PreparedBuffer {
    let head = MemoryLayout<linnet_boundaries>.stride
    let buffer = try context.buffer(byteCount: head + boundaries.count * 4)
    let values = (buffer.base + head).assumingMemoryBound(to: Float.self)
    var last = -Float.infinity
    for (index, boundary) in boundaries.enumerated() {
      guard boundary >= last else {  // C1
        throw OperatorError("boundary \(index) is no number, or less than the one before")
      }
      values[index] = boundary
      last = boundary
    }
    buffer.elements(as: linnet_boundaries.self).pointee = linnet_boundaries(
      values: values, count: boundaries.count)
    return buffer
  }
}
