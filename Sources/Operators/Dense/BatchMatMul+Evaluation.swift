// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Products of stacks of matrices whose shapes are known.
///
/// Left matrices are read by rows and right ones are packed, at each inference unless constant.
struct PreparedBatchProduct {
  let x: Operand
  let y: Operand
  let output: Operand
  let stacks: MatrixStacks
  let quantizesAsymmetrically: Bool
  let threadCount: Int

  /// What one kind of product needs beside its matrices.
  private struct Scheme {
    var kind: gemm_kind
    var leftBytes: Int
    var outputBytes: Int
    var packing = gemm_columns()
    var owners: [PreparedBuffer] = []
    var plan = gemm_plan()
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch (x.type, y.type, output.type) {
    case (.float32, .float32, .float32): try evaluation(floatScheme(), &context)
    case (.int8, .int8, .int8): try evaluation(int8Scheme(&context), &context)
    case (.float32, .int8, .float32): try evaluation(dynamicScheme(&context), &context)
    default:
      throw OperatorError(
        "x \(x.type.name), y \(y.type.name) and z \(output.type.name) do not go together")  // C3
    }
  }

  private func floatScheme() -> Scheme {
    var scheme = Scheme(kind: GEMM_F32, leftBytes: 4, outputBytes: 4)
    scheme.plan.params.float_min = -.infinity
    scheme.plan.params.float_max = .infinity
    return scheme
  }

  private func int8Scheme(_ context: inout PrepareContext) throws(OperatorError) -> Scheme {
    var scheme = Scheme(kind: GEMM_S8, leftBytes: 1, outputBytes: 1)
    let (left, right) = (try x.tensorQuantization("x"), try y.tensorQuantization("y"))
    let result = try output.tensorQuantization("z")
    // The reference multiplies the two scales in float.
    let multiplier = FixedPointMultiplier(Double(left.scale * right.scale) / Double(result.scale))
    let mantissas = try context.buffer(repeating: multiplier.mantissa, count: stacks.columns)
    let shifts = try context.buffer(repeating: multiplier.shift, count: stacks.columns)
    scheme.owners = [mantissas, shifts]
    scheme.packing.mantissas = UnsafePointer(mantissas.elements(as: Int32.self))
    scheme.packing.shifts = UnsafePointer(shifts.elements(as: Int32.self))
    scheme.packing.input_zero_point = Int32(left.zeroPoint)
    scheme.packing.zero_point = Int32(right.zeroPoint)
    scheme.plan.weights_zero_point = Int32(right.zeroPoint)
    scheme.plan.params.shifts_left = multiplier.shift > 0
    scheme.plan.params.output_zero_point = Int32(result.zeroPoint)
    (scheme.plan.params.output_min, scheme.plan.params.output_max) = (-128, 127)
    return scheme
  }

  private func dynamicScheme(_ context: inout PrepareContext) throws(OperatorError) -> Scheme {
    guard y.constant != nil else { throw OperatorError("'y' is int8 but not constant") }  // C3
    var scheme = Scheme(kind: GEMM_S8_TO_F32, leftBytes: 1, outputBytes: 4)
    let axis = y.shape.rank - (stacks.transposesRight ? 2 : 1)
    let weights = try WeightScales(of: y, axis: axis, count: stacks.columns)
    let scales = try context.buffer(repeating: Float(0), count: stacks.columns)
    scales.elements(as: Float.self).update(from: weights.scales, count: stacks.columns)
    scheme.owners = [scales]
    scheme.packing.scales = UnsafePointer(scales.elements(as: Float.self))
    scheme.plan.params.float_min = -.infinity
    scheme.plan.params.float_max = .infinity
    scheme.plan.rows_per_quantization = 1
    return scheme
  }

  private func evaluation(
    _ given: Scheme, _ context: inout PrepareContext
  ) throws(OperatorError) -> Evaluation {
    var scheme = given
    // Activations, and what stands for 0 in them, may be −128.
    let variant = gemm_selected(scheme.kind, scheme.kind != GEMM_F32)!
    complete(&scheme, variant)
    var stages: [Stage] = []
    let left = try leftMatrices(scheme, variant, &context, &stages)
    let packed = try rightMatrices(scheme, variant, &context, &stages)
    stages.append(
      products(scheme, left: left.slot, quantization: left.quantization, packed: packed))
    return Evaluation(kernel: String(cString: variant.pointee.name), stages: stages)
  }

  private func complete(_ scheme: inout Scheme, _ variant: UnsafePointer<gemm_variant>) {
    let offsets = PreparedBuffer(byteCount: MemoryLayout<Int32>.size)
    scheme.owners.append(offsets)
    scheme.plan.variant = variant
    scheme.plan.params.tap_count = 1
    scheme.plan.params.run = gemm_padded_run(variant, stacks.depth)
    scheme.plan.params.tap_offsets = UnsafePointer(offsets.elements(as: Int32.self))
    scheme.plan.params.panel_stride = gemm_panel_bytes(scheme.kind, variant, 1, stacks.depth)
    scheme.plan.params.output_stride = stacks.columns * scheme.outputBytes
    (scheme.plan.images, scheme.plan.lines, scheme.plan.pixels) = (1, 1, stacks.rows)
    scheme.plan.pixel_step = stacks.depth * scheme.leftBytes
    (scheme.plan.columns, scheme.plan.groups) = (stacks.columns, 1)
    scheme.plan.output_element_bytes = scheme.outputBytes
    gemm_plan_split(&scheme.plan, stacks.count >= threadCount * 4 ? 1 : threadCount)
    scheme.packing.count = stacks.columns
    scheme.packing.tap_count = 1
    scheme.packing.run = stacks.depth
    if !stacks.transposesRight {
      (scheme.packing.column_step, scheme.packing.element_step) = (1, stacks.columns)
    }
  }

  /// Where the rows of the left matrices lie: the operand itself, or a copy made at each inference.
  private func leftMatrices(
    _ scheme: Scheme, _ variant: UnsafePointer<gemm_variant>, _ context: inout PrepareContext,
    _ stages: inout [Stage]
  ) throws(OperatorError) -> (slot: Int, quantization: Int?) {
    var slot = x.slot
    let (rows, depth, count) = (stacks.rows, stacks.depth, stacks.leftCount)
    let elementBytes = x.type == .float32 ? 4 : 1
    let matrixBytes = rows * depth * elementBytes
    if stacks.transposesLeft {
      let (source, copy) = (
        slot, context.scratch(byteCount: count * matrixBytes + ConvolutionInput.slack)
      )
      slot = copy
      stages.append(
        Stage(taskCount: count) { (tensors: TensorTable, task: Int) throws(OperatorError) in
          matrix_transpose(
            tensors[source] + task * matrixBytes, depth, rows, elementBytes,
            tensors[copy] + task * matrixBytes)
        })
    }
    let isQuantized = scheme.kind == GEMM_S8_TO_F32
    let granularity = Int(variant.pointee.granularity)
    guard isQuantized || slot == x.slot && depth % granularity != 0 else { return (slot, nil) }
    let axis = try WindowAxis(input: 1, window: 1, stride: 1, padding: .valid)
    let layout = ConvolutionInput(
      images: count * rows, channels: depth, vertical: axis, horizontal: axis, run: depth,
      granularity: 1, alwaysCopied: true)
    let copy = context.scratch(byteCount: try layout.byteCount(elementBytes: 1))
    guard isQuantized else {
      stages.append(
        layout.copyStage(int8: slot, to: copy, zeroPoint: 0, threadCount: threadCount))
      return (copy, nil)
    }
    let quantization = context.scratch(
      byteCount: count * rows * MemoryLayout<row_quantization>.stride)
    stages += layout.quantizeStages(
      float: slot, to: copy, quantization: quantization,
      isSymmetric: !quantizesAsymmetrically, threadCount: threadCount)
    return (copy, quantization)
  }

  /// Where the packed right matrices lie.
  private enum Packed {
    case constant(PreparedBuffer)
    case scratch(slot: Int)
  }

  private func rightMatrices(
    _ scheme: Scheme, _ variant: UnsafePointer<gemm_variant>, _ context: inout PrepareContext,
    _ stages: inout [Stage]
  ) throws(OperatorError) -> Packed {
    let (kind, packing, count) = (scheme.kind, scheme.packing, stacks.rightCount)
    let packedBytes = gemm_packed_bytes(kind, variant, 1, stacks.depth, stacks.columns)
    let matrixBytes = stacks.depth * stacks.columns * (y.type == .float32 ? 4 : 1)
    let owners = scheme.owners
    if let constant = y.constant, let base = constant.baseAddress {
      let buffer = try context.buffer(byteCount: count * packedBytes)
      var columns = packing
      for index in 0..<count {
        columns.weights = base + index * matrixBytes
        gemm_pack(kind, variant, &columns, buffer.base + index * packedBytes)
      }
      return withExtendedLifetime(owners) { .constant(buffer) }
    }
    let slot = context.scratch(byteCount: count * packedBytes)
    let source = y.slot
    stages.append(
      Stage(taskCount: count) { (tensors: TensorTable, task: Int) throws(OperatorError) in
        var columns = packing
        columns.weights = UnsafeRawPointer(tensors[source] + task * matrixBytes)
        gemm_pack(kind, variant, &columns, tensors[slot] + task * packedBytes)
        withExtendedLifetime(owners) {}
      })
    return .scratch(slot: slot)
  }

  private func products(
    _ scheme: Scheme, left: Int, quantization: Int?, packed: Packed
  ) -> Stage {
    let plan = PreparedBuffer(byteCount: MemoryLayout<gemm_plan>.size)
    var value = scheme.plan
    let tasks = gemm_task_count(&value)
    plan.elements(as: gemm_plan.self).initialize(to: value)
    let packedBytes = gemm_packed_bytes(
      scheme.kind, value.variant, 1, stacks.depth, stacks.columns)
    let leftBytes = stacks.rows * stacks.depth * scheme.leftBytes
    let outputBytes = stacks.rows * stacks.columns * scheme.outputBytes
    let (rows, owners, z) = (stacks.rows, scheme.owners, output.slot)
    let (leftWalk, rightWalk) = (stacks.left, stacks.right)
    return Stage(taskCount: tasks * stacks.count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let product = task / tasks
      let matrices: UnsafeMutableRawPointer =
        switch packed {
        case .constant(let buffer): buffer.base
        case .scratch(let slot): tensors[slot]
        }
      let leftIndex = leftWalk.index(of: product)
      let scales = quantization.map {
        UnsafePointer(tensors.elements($0, as: row_quantization.self)) + leftIndex * rows
      }
      gemm_run(
        plan.elements(as: gemm_plan.self), tensors[left] + leftIndex * leftBytes,
        matrices + rightWalk.index(of: product) * packedBytes, tensors[z] + product * outputBytes,
        scales,
        task % tasks)
      withExtendedLifetime(owners) {}
    }
  }
}

extension PrepareContext {
  /// A buffer of `count` equal elements.
  fileprivate mutating func buffer<Element: BitwiseCopyable>(
    repeating element: Element, count: Int
  ) throws(OperatorError) -> PreparedBuffer {
    let buffer = try buffer(byteCount: count * MemoryLayout<Element>.stride)
    buffer.elements(as: Element.self).update(repeating: element, count: count)
    return buffer
  }
}
