// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Elements divided by a power of their neighbours' energy along the last axis.
///
/// `y[…, c] = x[…, c] · (bias + α · Σ x[…, i]²)^−β for i from c − radius to c + radius`
///
/// | operand  | type            | shape      |
/// |----------|-----------------|------------|
/// | `input`  | float32, halves | 4 axes     |
/// | `output` | float32, halves | as `input` |
///
/// Constraints:
/// - C1: `input` has four axes.
/// - C2: The radius is not negative.
///
/// Source: TensorFlow `tf.nn.local_response_normalization`; TensorFlow Lite's reference leaves the
/// last neighbour out.
package struct LocalResponseNormalization: LiteOperator {
  package static let builtin = BuiltinOperator.localResponseNormalization

  package var radius: Int
  package var bias: Float
  package var alpha: Float
  package var beta: Float

  package init(radius: Int, bias: Float, alpha: Float, beta: Float) {
    self.radius = radius
    self.bias = bias
    self.alpha = alpha
    self.beta = beta
  }

  package var operandRules: OperandRules {
    .unary(.floats, scales: .unquantized)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try LocalResponseNormalizationOptionsView(options)
    self.init(radius: view.radius, bias: view.bias, alpha: view.alpha, beta: view.beta)
  }

  package var reach: OperatorReach { .window(2, radius + 1) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    guard inputs[0]!.shape.rank == 4 else {  // C1
      throw OperatorError("input is \(inputs[0]!.shape.description), must have 4 axes")
    }
    return [inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    guard radius >= 0 else { throw OperatorError("radius is \(radius), must be at least 0") }  // C2
    let parameters = linnet_local_response(radius: radius, bias: bias, alpha: alpha, beta: beta)
    return RowKernel(
      "f32_local_response_normalize", f32_local_response_normalize, PreparedBuffer(parameters)
    ).evaluation(context.input(0), context.output, threadCount: context.threadCount)
  }
}
