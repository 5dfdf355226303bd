// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// A depthwise convolution with one output a channel whose geometry is known.
struct PreparedDepthwise {
  private let operands: LayerOperands
  private let vertical: WindowAxis
  private let horizontal: WindowAxis
  /// How integer sums become results; nil for float ones.
  private let epilogue: IntegerEpilogue?
  /// The weights less their zero point, in parts that int8 holds.
  private let weights: LayerWeights
  /// How many parts there are: how often each line of the window is taken.
  private let partCount: Int

  private var channels: Int { operands.input.shape[3] }

  /// Nil if the window is beyond the kernels.
  init?(
    _ operands: LayerOperands, vertical: WindowAxis, horizontal: WindowAxis
  ) throws(OperatorError) {
    (self.operands, self.vertical, self.horizontal) = (operands, vertical, horizontal)
    switch operands.scheme.arithmetic {
    case .float, .dynamicRange: epilogue = nil
    case .integer8, .integer16:
      epilogue = try IntegerEpilogue(operands, roundsOnce: false, sums: .int64)
    }
    (weights, partCount) = operands.weights.withoutZeroPoint(epilogue?.weightsZeroPoint ?? 0)
    if vertical.window * partCount > Int(DEPTHWISE_MAX_WINDOW_LINES) { return nil }
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch operands.scheme.arithmetic {
    case .float: return try float(&context, values: weights.values)
    case .dynamicRange:
      let restored = weights.restored(scales: operands.scales!.scales)
      let evaluation = try float(
        &context, values: UnsafeRawBufferPointer(start: restored.base, count: restored.byteCount))
      return withExtendedLifetime(restored) { evaluation }
    case .integer8: return try int8(&context, epilogue!)
    case .integer16: return try int16(&context, epilogue!)
    }
  }

  /// Lines of the window as the kernels see it.
  private var lines: Int { vertical.window * partCount }

  private var window: depthwise_window {
    depthwise_window(
      lines: lines, pixels: horizontal.window, stride_lines: vertical.stride,
      stride_pixels: horizontal.stride, dilation_lines: vertical.dilation,
      dilation_pixels: horizontal.dilation)
  }

  private var packing: depthwise_weights {
    var packing = depthwise_weights()
    (packing.window_lines, packing.window_pixels) = (lines, horizontal.window)
    packing.channels = channels
    packing.bias = epilogue?.bias ?? operands.bias?.constant?.baseAddress
    return packing
  }

  private func plan(
    _ kind: depthwise_kind, _ variant: UnsafePointer<depthwise_variant>, padding: PreparedBuffer
  ) -> depthwise_plan {
    var plan = depthwise_plan()
    plan.variant = variant
    (plan.params.window_lines, plan.params.window_pixels) = (lines, horizontal.window)
    plan.params.stride_pixels = horizontal.stride
    plan.params.dilation_pixels = horizontal.dilation
    (plan.params.input_pixels, plan.params.output_pixels) = (horizontal.input, horizontal.output)
    plan.params.pad_pixels = horizontal.padBefore
    plan.params.channels = channels
    plan.params.padding = UnsafeRawPointer(padding.base)
    plan.params.block_stride = depthwise_block_bytes(
      kind, variant, lines, horizontal.window)
    plan.images = operands.input.shape[0]
    (plan.input_lines, plan.output_lines) = (vertical.input, vertical.output)
    (plan.stride_lines, plan.dilation_lines) = (vertical.stride, vertical.dilation)
    plan.pad_lines = vertical.padBefore
    plan.element_bytes = operands.input.type.byteCount(of: 1)!
    plan.repeated_lines = partCount > 1 ? vertical.window : 0
    plan.padding_line = UnsafeRawPointer(padding.base)
    return plan
  }

  private func packed(
    _ kind: depthwise_kind, _ variant: UnsafePointer<depthwise_variant>,
    _ context: inout PrepareContext, pack: (UnsafeMutableRawPointer) -> Void
  ) throws(OperatorError) -> PreparedBuffer {
    try context.form(
      isLasting: operands.areConstantsLasting, key: [Int(bitPattern: variant), channels],
      byteCount: depthwise_packed_bytes(kind, variant, lines, horizontal.window, channels),
      fill: pack)
  }

  private func evaluation(
    _ plan: depthwise_plan, input: Int, packed: PreparedBuffer, padding: PreparedBuffer,
    threadCount: Int
  ) -> Evaluation {
    var plan = plan
    depthwise_plan_split(&plan, threadCount)
    let taskCount = depthwise_task_count(&plan)
    let stored = PreparedBuffer(byteCount: MemoryLayout<depthwise_plan>.size)
    stored.elements(as: depthwise_plan.self).initialize(to: plan)
    let (x, y) = (input, operands.output.slot)
    let stage = Stage(taskCount: taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      depthwise_run(
        stored.elements(as: depthwise_plan.self), tensors[x], packed.base, tensors[y], task)
      withExtendedLifetime(padding) {}
    }
    return Evaluation(kernel: String(cString: plan.variant.pointee.name), stages: [stage])
  }

  /// A line of padding, and a vector more.
  private func padding(elementBytes: Int) -> PreparedBuffer {
    PreparedBuffer(
      byteCount: (horizontal.input * channels + ConvolutionInput.slack) * elementBytes)
  }

  private func float(
    _ context: inout PrepareContext, values: UnsafeRawBufferPointer
  ) throws(OperatorError) -> Evaluation {
    var window = self.window
    let variant = depthwise_selected(DEPTHWISE_F32, &window, false)!
    let padding = padding(elementBytes: MemoryLayout<Float>.size)
    var plan = plan(DEPTHWISE_F32, variant, padding: padding)
    plan.params.float_min = operands.activation.floatRange.lowerBound
    plan.params.float_max = operands.activation.floatRange.upperBound
    var packing = self.packing
    packing.weights = values.baseAddress
    let packed = try packed(DEPTHWISE_F32, variant, &context) {
      depthwise_pack(DEPTHWISE_F32, variant, &packing, $0)
    }
    return evaluation(
      plan, input: operands.input.slot, packed: packed, padding: padding,
      threadCount: context.threadCount)
  }

  private func int8(
    _ context: inout PrepareContext, _ epilogue: IntegerEpilogue
  ) throws(OperatorError) -> Evaluation {
    var window = self.window
    let shiftsLeft = epilogue.requantization.shiftsLeft
    let minus128 = s8_contains_minus_128(
      weights.values.bindMemory(to: Int8.self).baseAddress, weights.values.count)
    let variant = depthwise_selected(DEPTHWISE_S8, &window, minus128 || shiftsLeft)!
    let padding = padding(elementBytes: 1)
    padding.elements(as: Int8.self).update(
      repeating: Int8(epilogue.inputZeroPoint), count: padding.byteCount)
    var plan = plan(DEPTHWISE_S8, variant, padding: padding)
    plan.params.shifts_left = shiftsLeft
    plan.gives_unsigned = epilogue.isUnsigned
    guard epilogue.isUnsigned else {
      return try integer(
        &context, DEPTHWISE_S8, plan, epilogue, input: operands.input.slot, padding: padding)
    }
    let count = operands.input.elementCount
    let copy = context.scratch(byteCount: count)
    let stage = UnaryKernel("x8_flip_sign", x8_flip_sign).stage(
      operands.input.slot, copy, count: count, elementBytes: (1, 1),
      threadCount: context.threadCount)
    let evaluation = try integer(
      &context, DEPTHWISE_S8, plan, epilogue, input: copy, padding: padding)
    return Evaluation(kernel: evaluation.kernel, stages: [stage] + evaluation.stages)
  }

  private func int16(
    _ context: inout PrepareContext, _ epilogue: IntegerEpilogue
  ) throws(OperatorError) -> Evaluation {
    var window = self.window
    let variant = depthwise_selected(DEPTHWISE_S16, &window, false)!
    let padding = padding(elementBytes: MemoryLayout<Int16>.size)
    var plan = plan(DEPTHWISE_S16, variant, padding: padding)
    plan.params.wraps_sums = epilogue.wrapsSums
    return try integer(
      &context, DEPTHWISE_S16, plan, epilogue, input: operands.input.slot, padding: padding)
  }

  private func integer(
    _ context: inout PrepareContext, _ kind: depthwise_kind, _ given: depthwise_plan,
    _ epilogue: IntegerEpilogue, input: Int, padding: PreparedBuffer
  ) throws(OperatorError) -> Evaluation {
    var plan = given
    plan.params.output_zero_point = epilogue.outputZeroPoint
    plan.params.output_min = epilogue.range.lowerBound
    plan.params.output_max = epilogue.range.upperBound
    var packing = self.packing
    packing.weights = weights.values.baseAddress
    packing.input_zero_point = epilogue.inputZeroPoint
    let packed = try packed(kind, plan.variant, &context) { packed in
      epilogue.requantization.withParts { mantissas, shifts, _ in
        packing.mantissas = mantissas
        packing.shifts = shifts
        depthwise_pack(kind, plan.variant, &packing, packed)
      }
    }
    return evaluation(
      plan, input: input, packed: packed, padding: padding, threadCount: context.threadCount)
  }
}
