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
    guard !operands.weights.isComputed || epilogue?.weightsZeroPoint ?? 0 == 0 else {
      throw OperatorError("'weights' with a zero point must be constant")
    }
    (weights, partCount) = operands.weights.withoutZeroPoint(epilogue?.weightsZeroPoint ?? 0)
    if vertical.window * partCount > Int(DEPTHWISE_MAX_WINDOW_LINES) { return nil }
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch operands.scheme.arithmetic {
    case .float: return try float(&context, weights)
    case .dynamicRange:
      return try float(&context, weights.restored(scales: operands.scales!.scales))
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

  /// Packed weights and biases: where they lie, and the stages that bring them there if they are
  /// computed.
  private struct Packed {
    var buffer: PreparedBuffer?
    var slot = 0
    var stages: [Stage] = []

    func address(in tensors: TensorTable) -> UnsafeRawPointer {
      UnsafeRawPointer(buffer?.base ?? tensors[slot])
    }
  }

  private func packed(
    _ kind: depthwise_kind, _ variant: UnsafePointer<depthwise_variant>, _ weights: LayerWeights,
    _ packing: depthwise_weights, keeping owner: PreparedBuffer? = nil,
    _ context: inout PrepareContext
  ) throws(OperatorError) -> Packed {
    let byteCount = depthwise_packed_bytes(kind, variant, lines, horizontal.window, channels)
    let pack = {
      (weights: UnsafeRawPointer, bias: UnsafeRawPointer?, packed: UnsafeMutableRawPointer) in
      var packing = packing
      (packing.weights, packing.bias) = (weights, bias)
      depthwise_pack(kind, variant, &packing, packed)
      withExtendedLifetime(owner) {}
    }
    let bias = epilogue?.bias ?? operands.bias?.constant?.baseAddress
    let biasSlot = operands.bias.flatMap { $0.constant == nil ? $0.slot : nil }
    guard weights.isComputed || biasSlot != nil else {
      return Packed(
        buffer: try context.form(
          isLasting: operands.areConstantsLasting, key: [Int(bitPattern: variant), channels],
          byteCount: byteCount
        ) { pack(weights.values.baseAddress!, bias, $0) })
    }
    let slot = context.scratch(byteCount: byteCount)
    let (place, stages) = weights.stages(&context)
    let stage = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      pack(
        place.address(in: tensors), biasSlot.map { UnsafeRawPointer(tensors[$0]) } ?? bias,
        tensors[slot])
    }
    return Packed(slot: slot, stages: stages + [stage])
  }

  private func evaluation(
    _ plan: depthwise_plan, input: Int, packed: Packed, padding: PreparedBuffer, threadCount: Int
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
        stored.elements(as: depthwise_plan.self), tensors[x], packed.address(in: tensors),
        tensors[y], task)
      withExtendedLifetime(padding) {}
    }
    return Evaluation(
      kernel: String(cString: plan.variant.pointee.name), stages: packed.stages + [stage])
  }

  /// A line of padding, and a vector more.
  private func padding(elementBytes: Int) -> PreparedBuffer {
    PreparedBuffer(
      byteCount: (horizontal.input * channels + ConvolutionInput.slack) * elementBytes)
  }

  private func float(
    _ context: inout PrepareContext, _ weights: LayerWeights
  ) throws(OperatorError) -> Evaluation {
    var window = self.window
    let variant = depthwise_selected(DEPTHWISE_F32, &window, false)!
    let padding = padding(elementBytes: MemoryLayout<Float>.size)
    var plan = plan(DEPTHWISE_F32, variant, padding: padding)
    plan.params.float_min = operands.activation.floatRange.lowerBound
    plan.params.float_max = operands.activation.floatRange.upperBound
    let packed = try packed(DEPTHWISE_F32, variant, weights, packing, &context)
    return evaluation(
      plan, input: operands.input.slot, packed: packed, padding: padding,
      threadCount: context.threadCount)
  }

  private func int8(
    _ context: inout PrepareContext, _ epilogue: IntegerEpilogue
  ) throws(OperatorError) -> Evaluation {
    var window = self.window
    let shiftsLeft = epilogue.requantization.shiftsLeft
    let variant = depthwise_selected(
      DEPTHWISE_S8, &window, weights.mayHoldMinus128 || shiftsLeft)!
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
    packing.wraps_sums = epilogue.wrapsSums
    packing.input_zero_point = epilogue.inputZeroPoint
    let parts = epilogue.requantization.parts()
    (packing.mantissas, packing.shifts) = (parts.mantissas, parts.shifts)
    let packed = try packed(
      kind, plan.variant, weights, packing, keeping: parts.owner, &context)
    return evaluation(
      plan, input: input, packed: packed, padding: padding, threadCount: context.threadCount)
  }
}
