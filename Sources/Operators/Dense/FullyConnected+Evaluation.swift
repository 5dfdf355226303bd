// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// A dense layer whose shapes are known.
struct PreparedDenseLayer {
  private let input: Operand
  private let weights: Operand
  private let bias: Operand?
  private let output: Operand
  private let activation: FusedActivation
  private let quantizesAsymmetrically: Bool
  private let values: UnsafeRawBufferPointer

  private var outputs: Int { weights.shape[0] }
  private var depth: Int { weights.shape[1] }
  private var batch: Int { input.elementCount / depth }

  init(
    _ context: borrowing PrepareContext, attributes: FullyConnected
  ) throws(OperatorError) {
    input = context.input(0)
    weights = context.input(1)
    bias = context.optionalInput(2)
    output = context.output
    activation = attributes.activation
    quantizesAsymmetrically = attributes.quantizesAsymmetrically
    guard let values = weights.constant else {
      throw OperatorError("'weights' must be constant")  // C1
    }
    self.values = values
    try bias?.checkBias(count: weights.shape[0], isFloat: input.type == .float32)
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch (input.type, weights.type, output.type) {
    case (.float32, .float32, .float32): try float(context)
    case (.int8, .int8, .int8): try int8(&context)
    case (.float32, .int8, .float32): try dynamicRange(&context)
    default:
      throw OperatorError(
        "input \(input.type.name), weights \(weights.type.name) and output \(output.type.name) "
          + "do not go together")  // C4
    }
  }

  /// The batch as images of one pixel of `depth` channels.
  private func layout(granularity: Int, alwaysCopied: Bool = false) throws(OperatorError)
    -> ConvolutionInput
  {
    let axis = try WindowAxis(input: 1, window: 1, stride: 1, padding: .valid)
    return ConvolutionInput(
      images: batch, channels: depth, vertical: axis, horizontal: axis, run: depth,
      granularity: granularity, alwaysCopied: alwaysCopied)
  }

  private func product(
    _ kind: gemm_kind, _ variant: UnsafePointer<gemm_variant>,
    _ epilogue: PackedProduct.Epilogue, threadCount: Int
  ) throws(OperatorError) -> PackedProduct {
    try PackedProduct(
      kind, variant: variant, rows: ProductRows(pixels: batch, pixelStep: depth, run: depth),
      columns: outputs, weights: values, epilogue: epilogue, threadCount: threadCount)
  }

  private func float(_ context: borrowing PrepareContext) throws(OperatorError) -> Evaluation {
    let product = try product(
      GEMM_F32, PackedProduct.variant(GEMM_F32, weights: values),
      .float(bias: bias, range: activation.floatRange), threadCount: context.threadCount)
    return Evaluation(
      kernel: product.kernel, stages: [product.stage(input: input.slot, output: output.slot)])
  }

  private func int8(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let inputQuantization = try input.tensorQuantization("input")
    let outputQuantization = try output.tensorQuantization("output")
    let scales = try WeightScales(of: weights, axis: 0, count: outputs)
    let variant = PackedProduct.variant(GEMM_S8, weights: values)
    let product = try product(
      GEMM_S8, variant,
      .requantized(
        .once(input: inputQuantization, weights: scales, output: outputQuantization), bias: bias,
        inputZeroPoint: inputQuantization.zeroPoint,
        outputZeroPoint: outputQuantization.zeroPoint,
        range: try activation.quantizedRange(of: .int8, outputQuantization)),
      threadCount: context.threadCount)
    let layout = try layout(granularity: Int(variant.pointee.granularity))
    guard layout.isCopied else {
      return Evaluation(
        kernel: product.kernel, stages: [product.stage(input: input.slot, output: output.slot)])
    }
    let copy = context.scratch(byteCount: try layout.byteCount(elementBytes: 1))
    return Evaluation(
      kernel: product.kernel,
      stages: [
        layout.copyStage(
          int8: input.slot, to: copy, zeroPoint: inputQuantization.zeroPoint,
          threadCount: context.threadCount),
        product.stage(input: copy, output: output.slot),
      ])
  }

  private func dynamicRange(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let scales = try WeightScales(of: weights, axis: 0, count: outputs)
    let variant = PackedProduct.variant(GEMM_S8_TO_F32, weights: values)
    let product = try product(
      GEMM_S8_TO_F32, variant,
      .scaled(
        scales: scales.scales, bias: bias, range: activation.floatRange, rowsPerScale: 1),
      threadCount: context.threadCount)
    let layout = try layout(granularity: 1, alwaysCopied: true)
    let copy = context.scratch(byteCount: try layout.byteCount(elementBytes: 1))
    let quantization = context.scratch(byteCount: batch * MemoryLayout<row_quantization>.stride)
    return Evaluation(
      kernel: product.kernel,
      stages: layout.quantizeStages(
        float: input.slot, to: copy, quantization: quantization,
        isSymmetric: !quantizesAsymmetrically, threadCount: context.threadCount)
        + [product.stage(input: copy, output: output.slot, quantization: quantization)])
  }
}
