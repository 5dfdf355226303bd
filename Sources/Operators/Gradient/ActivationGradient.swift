// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How the loss changes with what an activation or a root was given, from how it changes with its result.
///
/// `g[i…]` is the derivative by the result, `x[i…]` what was given, `y[i…]` the result.
///
/// | operator                           | operands | result                               |
/// |------------------------------------|----------|--------------------------------------|
/// | `FlexReluGrad`                     | `g`, `x` | `g` where `x > 0`, or else 0         |
/// | `FlexRelu6Grad`                    | `g`, `x` | `g` where `0 < x < 6`, or else 0     |
/// | `FlexLeakyReluGrad`                | `g`, `x` | `g` where `x > 0`, or else `alpha · g` |
/// | `FlexEluGrad`                      | `g`, `y` | `g` where `y ≥ 0`, or else `g · (y + 1)` |
/// | `FlexSeluGrad`                     | `g`, `y` | `λ · g` where `y ≥ 0`, or else `g · (y + λ · α)` |
/// | `FlexSoftplusGrad`                 | `g`, `x` | `g / (1 + exp(−x))`                  |
/// | `FlexSoftsignGrad`                 | `g`, `x` | `g / (1 + abs(x))²`                  |
/// | `FlexTanhGrad`                     | `y`, `g` | `g · (1 − y²)`                       |
/// | `FlexSigmoidGrad`                  | `y`, `g` | `g · y · (1 − y)`                    |
/// | `FlexSqrtGrad`                     | `y`, `g` | `g / (2 · y)`                        |
/// | `FlexRsqrtGrad`                    | `y`, `g` | `−g · y³ / 2`                        |
/// | `FlexReciprocalGrad`, `FlexInvGrad` | `y`, `g` | `−g · y²`                           |
///
/// All are float32 of one shape; `λ = 1.0507009873554805`, `α = 1.6732632423543772`.
///
/// Constraints:
/// - C1: both operands have the same shape.
///
/// Source: TensorFlow `tf.raw_ops.ReluGrad` and its kin; the Flex operators of TensorFlow Lite.
package struct ActivationGradient: SameShapeOperator {
  package static let builtin = BuiltinOperator.custom

  package let form: ActivationGradientForm
  /// The slope below 0 of a leaky rectifier.
  package let alpha: Float

  package init(_ form: ActivationGradientForm, alpha: Float = 0.2) {
    (self.form, self.alpha) = (form, alpha)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    guard let form = ActivationGradientForm(named: options.customName) else {
      throw FormatError("'\(options.customName)' is no gradient of an activation")
    }
    let alpha =
      form == .leakyRelu ? try FlexNode(options.customBytes).real("alpha") ?? 0.2 : 0.2
    self.init(form, alpha: alpha)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("first", .control, .float32), OperandRule("second", .control, .float32),
      ],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (first, second, output) = (context.input(0), context.input(1), context.output)
    guard first.shape == second.shape else {  // C1
      throw OperatorError(shapesOf: context.inputs, "both must have the same shape")
    }
    let partition = Partition(
      count: output.elementCount, threadCount: context.threadCount, grain: elementwiseGrain)
    let operation = self
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let a = tensors.elements(first.slot, as: Float.self)
      let b = tensors.elements(second.slot, as: Float.self)
      let result = tensors.elements(output.slot, as: Float.self)
      for index in partition.range(of: task) { result[index] = operation.value(a[index], b[index]) }
    }
    return Evaluation(kernel: "f32_activation_gradient", stages: [stage])
  }

  package var overwritableInputs: [Int] { [0, 1] }

  private static let seluScale: Float = 1.0507009873554805
  private static let seluDepth: Float = 1.7580993408473766

  /// Of the operands' elements at one place.
  private func value(_ a: Float, _ b: Float) -> Float {
    switch form {
    case .relu: return a * (b > 0 ? 1 : 0)
    case .relu6: return a * (b > 0 && b < 6 ? 1 : 0)
    case .leakyRelu: return b > 0 ? a : a * alpha
    case .elu: return b < 0 ? a * (b + 1) : a
    case .selu: return b < 0 ? a * (b + Self.seluDepth) : a * Self.seluScale
    case .softplus: return Float(Double(a) / (1 + Elementary.exp(-Double(b))))
    case .softsign:
      let distance = 1 + abs(b)
      return a / (distance * distance)
    case .tanh: return b * (1 - a * a)
    case .sigmoid: return b * a * (1 - a)
    case .squareRoot: return b * 0.5 / a
    case .reciprocalRoot: return b * (a * -0.5) * (a * a)
    case .reciprocal, .inverse: return -b * a * a
    }
  }
}

/// Which function: see ``ActivationGradient``.
package enum ActivationGradientForm: CustomForm {
  case relu, relu6, leakyRelu, elu, selu, softplus, softsign
  case tanh, sigmoid, squareRoot, reciprocalRoot, reciprocal, inverse

  package var name: String {
    switch self {
    case .relu: "FlexReluGrad"
    case .relu6: "FlexRelu6Grad"
    case .leakyRelu: "FlexLeakyReluGrad"
    case .elu: "FlexEluGrad"
    case .selu: "FlexSeluGrad"
    case .softplus: "FlexSoftplusGrad"
    case .softsign: "FlexSoftsignGrad"
    case .tanh: "FlexTanhGrad"
    case .sigmoid: "FlexSigmoidGrad"
    case .squareRoot: "FlexSqrtGrad"
    case .reciprocalRoot: "FlexRsqrtGrad"
    case .reciprocal: "FlexReciprocalGrad"
    case .inverse: "FlexInvGrad"
    }
  }
}
