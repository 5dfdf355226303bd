// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How far probabilities, given by their logarithms up to a constant, are from one class for each row,
/// and how that changes with them.
///
/// `loss[b] = −log p[b, t[b]]` and `gradient[b, k] = p[b, k] − (1 if k = t[b], or else 0)` with
/// `p[b, k] = exp(x[b, k]) / Σⱼ exp(x[b, j])`
///
/// | operand    | type           | shape              |
/// |------------|----------------|--------------------|
/// | `logits`   | float32        | `[batch, classes]` |
/// | `labels`   | int32 or int64 | `[batch]`          |
/// | `loss`     | float32        | `[batch]`          |
/// | `gradient` | float32        | `[batch, classes]` |
///
/// `t` is `labels`. Computed in double precision.
///
/// Constraints:
/// - C1: `logits` has two axes, and there is a label for each row.
/// - C2: a label is the number of a class.
///
/// Source: TensorFlow `tf.raw_ops.SparseSoftmaxCrossEntropyWithLogits`; the Flex operator of TensorFlow
/// Lite.
package struct SparseSoftmaxCrossEntropy: CustomOperation, AttributeFreeOperator {
  package static let customName = "FlexSparseSoftmaxCrossEntropyWithLogits"

  package init() {}

  package var operandRules: OperandRules { .crossEntropy(labels: .indices) }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32, .float32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (logits, labels) = (inputs[0]!.shape, inputs[1]!.shape)
    guard logits.rank == 2, labels == Shape([logits[0]]) else {  // C1
      throw OperatorError(shapesOf: inputs, "must be [batch, classes] and [batch]")
    }
    return [labels, logits]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (labels, classes) = (IndexReader(context.input(1)), context.input(0).shape[1])
    return .crossEntropy(context) {
      (tensors, row, logSum, logits, gradient) throws(OperatorError) in
      let label = labels.value(row, in: tensors)
      guard label >= 0, label < classes else {  // C2
        throw OperatorError("label \(label) is none of \(classes) classes")
      }
      gradient[label] -= 1
      return logSum - Double(logits[label])
    }
  }
}
