// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How far probabilities, given by their logarithms up to a constant, are from labels, and how that
/// changes with them.
///
/// `loss[b] = −Σₖ t[b, k] · log p[b, k]` and `gradient[b, k] = p[b, k] − t[b, k]` with
/// `p[b, k] = exp(x[b, k]) / Σⱼ exp(x[b, j])`
///
/// | operand    | type    | shape              |
/// |------------|---------|--------------------|
/// | `logits`   | float32 | `[batch, classes]` |
/// | `labels`   | float32 | `[batch, classes]` |
/// | `loss`     | float32 | `[batch]`          |
/// | `gradient` | float32 | `[batch, classes]` |
///
/// `t` is `labels`. Computed in double precision; a label of 0 adds nothing, whatever the logit is.
///
/// Constraints:
/// - C1: `logits` and `labels` have the same shape, of two axes.
///
/// Source: TensorFlow `tf.raw_ops.SoftmaxCrossEntropyWithLogits`; the Flex operator of TensorFlow Lite.
package struct SoftmaxCrossEntropy: CustomOperation, AttributeFreeOperator {
  package static let customName = "FlexSoftmaxCrossEntropyWithLogits"

  package init() {}

  package var operandRules: OperandRules {
    .crossEntropy(labels: .float32)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32, .float32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    guard shape.rank == 2, inputs[1]!.shape == shape else {  // C1
      throw OperatorError(shapesOf: inputs, "must both be [batch, classes]")
    }
    return [Shape([shape[0]]), shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (labels, classes) = (context.input(1).slot, context.input(0).shape[1])
    return .crossEntropy(context) { (tensors, row, logSum, logits, gradient) in
      let label = tensors.elements(labels, as: Float.self) + row * classes
      var loss = 0.0
      for index in 0..<classes {
        if label[index] != 0 { loss += Double(label[index]) * (logSum - Double(logits[index])) }
        gradient[index] -= label[index]
      }
      return loss
    }
  }
}

extension OperandRules {
  /// Those of operators that compare logits with labels.
  static func crossEntropy(labels: ElementTypeSet) -> OperandRules {
    OperandRules(
      inputs: [OperandRule("logits", .control, .float32), OperandRule("labels", .control, labels)],
      outputs: [
        OperandRule("loss", .control, .float32), OperandRule("gradient", .control, .float32),
      ], scales: .unquantized)
  }
}

extension Evaluation {
  /// The probabilities of each row of input 0, from which `compare` takes the labels, and the losses that
  /// it gives.
  ///
  /// - Parameter compare: given the row's number, the logarithm of the sum of its exponentials, its
  ///   logits, and its probabilities to subtract the labels from.
  static func crossEntropy(
    _ context: PrepareContext,
    compare:
      @escaping (
        TensorTable, Int, Double, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>
      ) throws(OperatorError) -> Double
  ) -> Evaluation {
    let (logits, losses, gradients) =
      (context.input(0), context.outputs[0].slot, context.outputs[1].slot)
    let (rows, classes) = (logits.shape[0], logits.shape[1])
    let partition = Partition(
      count: rows, threadCount: context.threadCount,
      grain: max(1, elementwiseGrain / max(classes, 1))
    )
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      for row in partition.range(of: task) {
        let x = tensors.elements(logits.slot, as: Float.self) + row * classes
        let gradient = tensors.elements(gradients, as: Float.self) + row * classes
        var largest = -Float.infinity
        for index in 0..<classes where x[index] > largest { largest = x[index] }
        var sum = 0.0
        for index in 0..<classes { sum += Elementary.exp(Double(x[index]) - Double(largest)) }
        for index in 0..<classes {
          gradient[index] = Float(Elementary.exp(Double(x[index]) - Double(largest)) / sum)
        }
        let loss = try compare(tensors, row, Double(largest) + Elementary.log(sum), x, gradient)
        tensors.elements(losses, as: Float.self)[row] = Float(loss)
      }
    }
    return Evaluation(kernel: "f32_cross_entropy", stages: [stage])
  }
}
