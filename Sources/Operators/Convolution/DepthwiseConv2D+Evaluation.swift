// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// A depthwise convolution with one output a channel whose geometry is known.
struct PreparedDepthwise {
  private let input: Operand
  private let weights: Operand
  private let bias: Operand?
  private let output: Operand
  private let vertical: WindowAxis
  private let horizontal: WindowAxis
  private let activation: FusedActivation
  private let values: UnsafeRawBufferPointer

  private var channels: Int { input.shape[3] }

  init(
    _ context: borrowing PrepareContext, vertical: WindowAxis, horizontal: WindowAxis,
    activation: FusedActivation
  ) throws(OperatorError) {
    input = context.input(0)
    weights = context.input(1)
    bias = context.optionalInput(2)
    output = context.output
    (self.vertical, self.horizontal, self.activation) = (vertical, horizontal, activation)
    guard let values = weights.constant else {
      throw OperatorError("'weights' must be constant")  // C1
    }
    self.values = values
    try bias?.checkBias(count: weights.shape[3], isFloat: input.type == .float32)
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch (input.type, weights.type, output.type) {
    case (.float32, .float32, .float32): float(context, values: values)
    case (.int8, .int8, .int8): try int8(context)
    case (.float32, .int8, .float32): try dynamicRange(context)
    default:
      throw OperatorError(
        "input \(input.type.name), weights \(weights.type.name) and output \(output.type.name) "
          + "do not go together")  // C4
    }
  }

  private var window: depthwise_window {
    depthwise_window(
      lines: vertical.window, pixels: horizontal.window, stride_lines: vertical.stride,
      stride_pixels: horizontal.stride, dilation_lines: vertical.dilation,
      dilation_pixels: horizontal.dilation)
  }

  private var packing: depthwise_weights {
    var packing = depthwise_weights()
    (packing.window_lines, packing.window_pixels) = (vertical.window, horizontal.window)
    packing.channels = channels
    packing.bias = bias?.constant?.baseAddress
    return packing
  }

  private func plan(
    _ kind: depthwise_kind, _ variant: UnsafePointer<depthwise_variant>, padding: PreparedBuffer
  ) -> depthwise_plan {
    var plan = depthwise_plan()
    plan.variant = variant
    (plan.params.window_lines, plan.params.window_pixels) = (vertical.window, horizontal.window)
    plan.params.stride_pixels = horizontal.stride
    plan.params.dilation_pixels = horizontal.dilation
    (plan.params.input_pixels, plan.params.output_pixels) = (horizontal.input, horizontal.output)
    plan.params.pad_pixels = horizontal.padBefore
    plan.params.channels = channels
    plan.params.padding = UnsafeRawPointer(padding.base)
    plan.params.block_stride = depthwise_block_bytes(
      kind, variant, vertical.window, horizontal.window)
    plan.images = input.shape[0]
    (plan.input_lines, plan.output_lines) = (vertical.input, vertical.output)
    (plan.stride_lines, plan.dilation_lines) = (vertical.stride, vertical.dilation)
    plan.pad_lines = vertical.padBefore
    plan.element_bytes = kind == DEPTHWISE_S8 ? 1 : MemoryLayout<Float>.size
    plan.padding_line = UnsafeRawPointer(padding.base)
    return plan
  }

  private func packed(
    _ kind: depthwise_kind, _ variant: UnsafePointer<depthwise_variant>
  ) -> PreparedBuffer {
    PreparedBuffer(
      byteCount: depthwise_packed_bytes(
        kind, variant, vertical.window, horizontal.window, channels))
  }

  private func evaluation(
    _ plan: depthwise_plan, packed: PreparedBuffer, padding: PreparedBuffer, threadCount: Int
  ) -> Evaluation {
    var plan = plan
    depthwise_plan_split(&plan, threadCount)
    let taskCount = depthwise_task_count(&plan)
    let stored = PreparedBuffer(byteCount: MemoryLayout<depthwise_plan>.size)
    stored.elements(as: depthwise_plan.self).initialize(to: plan)
    let (x, y) = (input.slot, output.slot)
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
    _ context: borrowing PrepareContext, values: UnsafeRawBufferPointer
  ) -> Evaluation {
    var window = self.window
    let variant = depthwise_selected(DEPTHWISE_F32, &window, false)!
    let padding = padding(elementBytes: MemoryLayout<Float>.size)
    var plan = plan(DEPTHWISE_F32, variant, padding: padding)
    plan.params.float_min = activation.floatRange.lowerBound
    plan.params.float_max = activation.floatRange.upperBound
    let packed = packed(DEPTHWISE_F32, variant)
    var packing = self.packing
    packing.weights = values.baseAddress
    depthwise_pack(DEPTHWISE_F32, variant, &packing, packed.base)
    return evaluation(plan, packed: packed, padding: padding, threadCount: context.threadCount)
  }

  private func dynamicRange(_ context: borrowing PrepareContext) throws(OperatorError)
    -> Evaluation
  {
    let scales = try WeightScales(of: weights, axis: 3, count: channels)
    let restored = PreparedBuffer(byteCount: values.count * MemoryLayout<Float>.size)
    let integers = values.bindMemory(to: Int8.self)
    for index in 0..<values.count {
      restored.elements(as: Float.self)[index] =
        Float(integers[index]) * scales.scales[index % channels]
    }
    let evaluation = float(
      context, values: UnsafeRawBufferPointer(start: restored.base, count: restored.byteCount))
    return withExtendedLifetime(restored) { evaluation }
  }

  private func int8(_ context: borrowing PrepareContext) throws(OperatorError) -> Evaluation {
    let inputQuantization = try input.tensorQuantization("input")
    let outputQuantization = try output.tensorQuantization("output")
    let scales = try WeightScales(of: weights, axis: 3, count: channels)
    let range = try activation.quantizedRange(of: .int8, outputQuantization)
    let multipliers = WeightMultipliers(
      input: inputQuantization, weights: scales, output: outputQuantization)
    var window = self.window
    let minus128 = s8_contains_minus_128(
      values.bindMemory(to: Int8.self).baseAddress, values.count)
    let variant = depthwise_selected(
      DEPTHWISE_S8, &window, minus128 || multipliers.shiftsLeft)!
    let padding = padding(elementBytes: 1)
    padding.elements(as: Int8.self).update(
      repeating: Int8(inputQuantization.zeroPoint), count: padding.byteCount)
    var plan = plan(DEPTHWISE_S8, variant, padding: padding)
    plan.params.output_zero_point = Int32(outputQuantization.zeroPoint)
    plan.params.output_min = range.lowerBound
    plan.params.output_max = range.upperBound
    plan.params.shifts_left = multipliers.shiftsLeft
    let packed = packed(DEPTHWISE_S8, variant)
    var packing = self.packing
    packing.weights = values.baseAddress
    packing.input_zero_point = Int32(inputQuantization.zeroPoint)
    multipliers.mantissas.withUnsafeBufferPointer { mantissas in
      multipliers.shifts.withUnsafeBufferPointer { shifts in
        packing.mantissas = mantissas.baseAddress
        packing.shifts = shifts.baseAddress
        depthwise_pack(DEPTHWISE_S8, variant, &packing, packed.base)
      }
    }
    return evaluation(plan, packed: packed, padding: padding, threadCount: context.threadCount)
  }
}
