// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// A convolution or dense layer whose geometry is known, evaluated as a product of packed weights.
///
/// A dense layer is a convolution of images of one pixel, a transposed convolution one of a spread
/// input. Depthwise convolutions with several outputs a channel are grouped ones and come here, too.
struct LinearLayer {
  let operands: LayerOperands
  /// [outputs][kh][kw][channels of a group].
  let filters: LayerWeights
  let images: Int
  let channels: Int
  let vertical: WindowAxis
  let horizontal: WindowAxis
  let groups: Int
  let outputs: Int
  /// Whether integer sums are scaled in double and rounded once, as the reference's dense layers do
  /// with weights of 8 bits and fewer.
  var roundsOnce = false
  /// The type of the sums of an int16 layer without bias; int32, or else int64.
  var sums = ElementType.int64
  /// Whether float inputs are quantized with zero point 0, instead of one of their own.
  var quantizesSymmetrically: Bool

  /// A convolution.
  ///
  /// - Parameters:
  ///   - filters: the weights in the order [outputs][kh][kw][channels of a group], if the operand
  ///     has another.
  ///   - groups: how many groups of channels there are.
  init(
    _ operands: LayerOperands, filters: LayerWeights? = nil, vertical: WindowAxis,
    horizontal: WindowAxis, groups: Int
  ) {
    self.operands = operands
    self.filters = filters ?? operands.weights
    (images, channels) = (operands.input.shape[0], operands.input.shape[3])
    (self.vertical, self.horizontal, self.groups) = (vertical, horizontal, groups)
    outputs = operands.output.shape[3]
    quantizesSymmetrically = operands.scales?.areEqual ?? true
  }

  /// A dense layer of `batch` rows of `depth` elements.
  init(
    _ operands: LayerOperands, batch: Int, depth: Int, outputs: Int, quantizesSymmetrically: Bool
  ) throws(OperatorError) {
    self.operands = operands
    filters = operands.weights
    (images, channels, groups, self.outputs) = (batch, depth, 1, outputs)
    vertical = try WindowAxis(input: 1, window: 1, stride: 1, padding: .valid)
    horizontal = vertical
    roundsOnce = filters.type != .int16
    self.quantizesSymmetrically = quantizesSymmetrically
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch operands.scheme.arithmetic {
    case .float:
      try evaluation(
        .float(bias: operands.bias, range: operands.activation.floatRange), &context)
    case .dynamicRange: try dynamicRange(&context)
    case .integer8, .integer16: try integer(&context)
    }
  }

  private func integer(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let epilogue = try IntegerEpilogue(operands, roundsOnce: roundsOnce, sums: sums)
    return try evaluation(
      .requantized(epilogue), &context, fill: epilogue.padding, isUnsigned: epilogue.isUnsigned)
  }

  /// The product, of the input as it is or of a copy with its padding around it.
  ///
  /// - Parameter fill: each byte of the padding.
  private func evaluation(
    _ epilogue: PackedProduct.Epilogue, _ context: inout PrepareContext, fill: UInt8 = 0,
    isUnsigned: Bool = false
  ) throws(OperatorError) -> Evaluation {
    let (variant, kind) = variant
    let layout = layout(variant, alwaysCopied: isUnsigned)
    let product = try product(kind, variant, layout, epilogue, &context)
    let (input, output) = (operands.input.slot, operands.output.slot)
    guard layout.isCopied else {
      return Evaluation(
        kernel: product.kernel,
        stages: product.preparation + [product.stage(input: input, output: output)])
    }
    let copy = context.scratch(byteCount: try layout.byteCount(elementBytes: kind.inputBytes))
    return Evaluation(
      kernel: product.kernel,
      stages: product.preparation + [
        layout.copyStage(
          input, to: copy, elementBytes: kind.inputBytes, fill: fill, isUnsigned: isUnsigned,
          threadCount: context.threadCount),
        product.stage(input: copy, output: output),
      ])
  }

  private func dynamicRange(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (variant, kind) = variant
    let layout = layout(variant, alwaysCopied: true)
    let epilogue = PackedProduct.Epilogue.scaled(
      scales: operands.scales!.scales, bias: operands.bias, range: operands.activation.floatRange,
      rowsPerScale: vertical.output * horizontal.output)
    let product = try product(kind, variant, layout, epilogue, &context)
    let copy = context.scratch(byteCount: try layout.byteCount(elementBytes: 1))
    let quantization = context.scratch(
      byteCount: images.saturatingProduct(MemoryLayout<row_quantization>.stride))
    return Evaluation(
      kernel: product.kernel,
      stages: product.preparation
        + layout.quantizeStages(
          float: operands.input.slot, to: copy, quantization: quantization,
          isSymmetric: quantizesSymmetrically, threadCount: context.threadCount)
        + [
          product.stage(input: copy, output: operands.output.slot, quantization: quantization)
        ])
  }

  private var variant: (UnsafePointer<gemm_variant>, gemm_kind) {
    let kind = gemm_kind(operands.scheme, weights: filters.type)
    return (PackedProduct.variant(kind, weights: filters), kind)
  }

  private func layout(
    _ variant: UnsafePointer<gemm_variant>, alwaysCopied: Bool
  ) -> ConvolutionInput {
    let isMerged = groups == 1 && horizontal.dilation == 1
    return ConvolutionInput(
      images: images, channels: channels, vertical: vertical, horizontal: horizontal,
      run: isMerged ? horizontal.window * channels : channels / groups,
      granularity: Int(variant.pointee.granularity), alwaysCopied: alwaysCopied)
  }

  private func product(
    _ kind: gemm_kind, _ variant: UnsafePointer<gemm_variant>, _ layout: ConvolutionInput,
    _ epilogue: PackedProduct.Epilogue, _ context: inout PrepareContext
  ) throws(OperatorError) -> PackedProduct {
    try PackedProduct(
      kind, variant: variant, rows: try layout.rows(groups: groups), columns: outputs / groups,
      weights: filters, epilogue: epilogue, isLasting: operands.areConstantsLasting, &context)
  }
}
