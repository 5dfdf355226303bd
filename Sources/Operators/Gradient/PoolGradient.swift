// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// How the loss changes with the images of a pool, from how it changes with the result.
///
/// `g` is the derivative by the result. Each window's goes to the first of its largest pixels in
/// `FlexMaxPoolGrad`, and in equal parts to its pixels inside of the image in `FlexAvgPoolGrad`.
///
/// | operator          | operands       |
/// |-------------------|----------------|
/// | `FlexMaxPoolGrad` | `x`, `y`, `g`  |
/// | `FlexAvgPoolGrad` | `sizes`, `g`   |
///
/// | operand  | type    | shape                                                      |
/// |----------|---------|------------------------------------------------------------|
/// | `x`      | float32 | `[batch, height, width, channels]`: what the pool was given |
/// | `y`, `g` | float32 | `[batch, rows, columns, channels]`                         |
/// | `sizes`  | int32   | `[4]`: the shape of what the pool was given                |
/// | `output` | float32 | as what the pool was given                                 |
///
/// Constraints:
/// - C1: `sizes` is known, since the shape of the result is its elements, and has four.
/// - C2: `g` has the shape of the pool's result, for windows that fit a VALID image and have at most
///   32768 pixels.
///
/// Source: TensorFlow `tf.raw_ops.MaxPoolGrad` and `AvgPoolGrad`; the Flex operators of TensorFlow Lite.
package struct PoolGradient: LiteOperator {
  package static let builtin = BuiltinOperator.custom

  package let form: PoolGradientForm
  package let pooling: Pooling

  package init(_ form: PoolGradientForm, _ pooling: Pooling) {
    (self.form, self.pooling) = (form, pooling)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    guard let form = PoolGradientForm(named: options.customName) else {
      throw FormatError("'\(options.customName)' is no gradient of a pool")
    }
    let attributes = try ImageAttributes(options, lists: ["ksize", "strides"])
    self.init(
      form,
      Pooling(
        filter: attributes.size(0), stride: attributes.size(1), padding: attributes.padding))
  }

  package var operandRules: OperandRules {
    let gradient = OperandRule("gradient", .control, .float32)
    let others =
      form == .average
      ? [OperandRule("sizes", .control, .int32)]
      : [OperandRule("x", .control, .float32), OperandRule("y", .control, .float32)]
    return OperandRules(
      inputs: others + [gradient], outputs: [OperandRule("output", .control, .float32)],
      scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package var reach: OperatorReach { .window(pooling.filterHeight, pooling.filterWidth) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape =
      form == .max
      ? inputs[0]!.shape : try Shape.checked(inputs[0]!.knownIntegers("sizes", count: 4))  // C1
    guard try inputs[inputs.count - 1]!.shape == pooling.resultShape(shape) else {  // C2
      throw OperatorError(shapesOf: inputs, "'gradient' must have the shape of the pool's result")
    }
    return [shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (output, gradient) = (context.output, context.input(context.inputs.count - 1))
    let parameters = PreparedBuffer(try pooling.parameters(output, gradient))  // C2
    let partition = Partition(
      count: output.shape[0], threadCount: context.threadCount, grain: 1)
    let (input, isMax) = (context.input(0).slot, form == .max)
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let (images, pooling) = (
        partition.range(of: task), parameters.elements(as: linnet_pooling.self)
      )
      let result = tensors.elements(output.slot, as: Float.self)
      if isMax {
        f32_max_pool_gradient(
          tensors.elements(input), tensors.elements(gradient.slot), result, images.lowerBound,
          images.upperBound, pooling)
      } else {
        f32_average_pool_gradient(
          tensors.elements(gradient.slot), result, images.lowerBound, images.upperBound, pooling)
      }
    }
    return Evaluation(
      kernel: isMax ? "f32_max_pool_gradient" : "f32_average_pool_gradient", stages: [stage])
  }
}

/// Which pool: see ``PoolGradient``.
package enum PoolGradientForm: CustomForm {
  case max, average

  package var name: String {
    switch self {
    case .max: "FlexMaxPoolGrad"
    case .average: "FlexAvgPoolGrad"
    }
  }
}
