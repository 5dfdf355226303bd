// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// A convolution whose geometry is known, to be evaluated as a product of packed weights.
///
/// Depthwise convolutions with several outputs a channel are grouped ones and come here, too.
struct PreparedConvolution {
  private let input: Operand
  private let weights: Operand
  private let bias: Operand?
  private let output: Operand
  private let vertical: WindowAxis
  private let horizontal: WindowAxis
  private let activation: FusedActivation
  /// Weights [outputs][kh][kw][channels of a group].
  private let filters: UnsafeRawBufferPointer
  private let groups: Int
  private let outputs: Int
  private let weightsAxis: Int

  /// - Parameters:
  ///   - filters: the weights in the order [outputs][kh][kw][channels of a group], if the operand
  ///     itself has another.
  ///   - groups: how many groups of channels there are, if the weights' shape does not tell.
  init(
    _ context: borrowing PrepareContext, vertical: WindowAxis, horizontal: WindowAxis,
    activation: FusedActivation, filters: UnsafeRawBufferPointer? = nil, groups: Int? = nil
  ) throws(OperatorError) {
    input = context.input(0)
    weights = context.input(1)
    bias = context.optionalInput(2)
    output = context.output
    (self.vertical, self.horizontal, self.activation) = (vertical, horizontal, activation)
    self.groups = groups ?? input.shape[3] / weights.shape[3]
    outputs = output.shape[3]
    weightsAxis = filters == nil ? 0 : 3
    guard let constant = filters ?? weights.constant else {
      throw OperatorError("'weights' must be constant")  // C1
    }
    self.filters = constant
    try bias?.checkBias(count: outputs, isFloat: input.type == .float32)
  }

  /// A transposed convolution, with filters turned by half a turn.
  init(
    input: Operand, weights: Operand, bias: Operand?, output: Operand, vertical: WindowAxis,
    horizontal: WindowAxis, activation: FusedActivation, filters: UnsafeRawBufferPointer
  ) throws(OperatorError) {
    (self.input, self.weights, self.bias, self.output) = (input, weights, bias, output)
    (self.vertical, self.horizontal, self.activation) = (vertical, horizontal, activation)
    self.filters = filters
    (groups, outputs, weightsAxis) = (1, output.shape[3], 0)
    try bias?.checkBias(count: outputs, isFloat: input.type == .float32)
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch (input.type, weights.type, output.type) {
    case (.float32, .float32, .float32): try float(&context)
    case (.int8, .int8, .int8): try int8(&context)
    case (.float32, .int8, .float32): try dynamicRange(&context)
    default:
      throw OperatorError(
        "input \(input.type.name), weights \(weights.type.name) and output \(output.type.name) "
          + "do not go together")  // C4
    }
  }

  private func layout(
    _ variant: UnsafePointer<gemm_variant>, alwaysCopied: Bool = false
  ) -> ConvolutionInput {
    let isMerged = groups == 1 && horizontal.dilation == 1
    return ConvolutionInput(
      images: input.shape[0], channels: input.shape[3], vertical: vertical, horizontal: horizontal,
      run: isMerged ? horizontal.window * input.shape[3] : input.shape[3] / groups,
      granularity: Int(variant.pointee.granularity), alwaysCopied: alwaysCopied)
  }

  private func product(
    _ kind: gemm_kind, _ variant: UnsafePointer<gemm_variant>, _ layout: ConvolutionInput,
    _ epilogue: PackedProduct.Epilogue, threadCount: Int
  ) throws(OperatorError) -> PackedProduct {
    try PackedProduct(
      kind, variant: variant, rows: layout.rows(groups: groups), columns: outputs / groups,
      weights: filters, epilogue: epilogue, threadCount: threadCount)
  }

  private func float(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let variant = PackedProduct.variant(GEMM_F32, weights: filters)
    let layout = layout(variant)
    let product = try product(
      GEMM_F32, variant, layout, .float(bias: bias, range: activation.floatRange),
      threadCount: context.threadCount)
    guard layout.isCopied else {
      return Evaluation(
        kernel: product.kernel, stages: [product.stage(input: input.slot, output: output.slot)])
    }
    let copy = context.scratch(
      byteCount: try layout.byteCount(elementBytes: MemoryLayout<Float>.size))
    return Evaluation(
      kernel: product.kernel,
      stages: [
        layout.copyStage(float: input.slot, to: copy, threadCount: context.threadCount),
        product.stage(input: copy, output: output.slot),
      ])
  }

  private func int8(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let variant = PackedProduct.variant(GEMM_S8, weights: filters)
    let layout = layout(variant)
    let inputQuantization = try input.tensorQuantization("input")
    let outputQuantization = try output.tensorQuantization("output")
    let scales = try WeightScales(of: weights, axis: weightsAxis, count: outputs)
    let epilogue = PackedProduct.Epilogue.requantized(
      .twice(
        WeightMultipliers(
          input: inputQuantization, weights: scales, output: outputQuantization)),
      bias: bias, inputZeroPoint: inputQuantization.zeroPoint,
      outputZeroPoint: outputQuantization.zeroPoint,
      range: try activation.quantizedRange(of: .int8, outputQuantization))
    let product = try product(
      GEMM_S8, variant, layout, epilogue, threadCount: context.threadCount)
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
    let variant = PackedProduct.variant(GEMM_S8_TO_F32, weights: filters)
    let layout = layout(variant, alwaysCopied: true)
    let scales = try WeightScales(of: weights, axis: weightsAxis, count: outputs)
    let epilogue = PackedProduct.Epilogue.scaled(
      scales: scales.scales, bias: bias, range: activation.floatRange,
      rowsPerScale: vertical.output * horizontal.output)
    let product = try product(
      GEMM_S8_TO_F32, variant, layout, epilogue, threadCount: context.threadCount)
    let copy = context.scratch(byteCount: try layout.byteCount(elementBytes: 1))
    let quantization = context.scratch(
      byteCount: input.shape[0] * MemoryLayout<row_quantization>.stride)
    return Evaluation(
      kernel: product.kernel,
      stages: layout.quantizeStages(
        float: input.slot, to: copy, quantization: quantization,
        isSymmetric: scales.areEqual, threadCount: context.threadCount)
        + [product.stage(input: copy, output: output.slot, quantization: quantization)])
  }
}

extension Operand {
  /// Checks that a layer's bias is constant, of `count` elements, and of the right type.
  func checkBias(count: Int, isFloat: Bool) throws(OperatorError) {
    guard constant != nil else { throw OperatorError("'bias' must be constant") }  // C3
    guard elementCount == count else {
      throw OperatorError("'bias' has \(elementCount) elements, needs \(count)")  // C3
    }
    guard type == (isFloat ? .float32 : .int32) else {
      throw OperatorError("'bias' is \(type.name), needs \(isFloat ? "float32" : "int32")")  // C4
    }
  }
}
