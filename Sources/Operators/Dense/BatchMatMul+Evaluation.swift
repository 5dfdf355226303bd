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
  private let scheme: LinearScheme

  init(
    x: Operand, y: Operand, output: Operand, stacks: MatrixStacks, quantizesAsymmetrically: Bool,
    threadCount: Int
  ) throws(OperatorError) {
    (self.x, self.y, self.output, self.stacks) = (x, y, output, stacks)
    (self.quantizesAsymmetrically, self.threadCount) = (quantizesAsymmetrically, threadCount)
    scheme = try LinearScheme(
      .matrices, input: x.type, weights: y.type, bias: nil, output: output.type)
  }

  /// What one kind of product needs beside its matrices.
  private struct Product {
    let kind: gemm_kind
    var packing = gemm_columns()
    var owners: [PreparedBuffer] = []
    var plan = gemm_plan()
  }

  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch scheme.arithmetic {
    case .float: try evaluation(floatProduct(), &context)
    case .dynamicRange: try evaluation(dynamicProduct(&context), &context)
    case .integer8, .integer16: try evaluation(integerProduct(&context), &context)
    }
  }

  private func floatProduct() -> Product {
    var product = Product(kind: GEMM_F32)
    product.plan.params.float_min = -.infinity
    product.plan.params.float_max = .infinity
    return product
  }

  private func integerProduct(
    _ context: inout PrepareContext
  ) throws(OperatorError) -> Product {
    var product = Product(kind: gemm_kind(scheme, weights: y.type))
    let (left, right) = (try x.uniformQuantization("x"), try y.uniformQuantization("y"))
    let result = try output.uniformQuantization("z")
    guard scheme.arithmetic == .integer8 || right.zeroPoint == 0 else {
      throw OperatorError("'y' beside int16 has zero point \(right.zeroPoint), must be 0")  // C3
    }
    // The reference multiplies the two scales in float.
    let multiplier = FixedPointMultiplier(Double(left.scale * right.scale) / Double(result.scale))
    let mantissas = try context.buffer(repeating: multiplier.mantissa, count: stacks.columns)
    let shifts = try context.buffer(repeating: multiplier.shift, count: stacks.columns)
    product.owners = [mantissas, shifts]
    product.packing.mantissas = UnsafePointer(mantissas.elements(as: Int32.self))
    product.packing.shifts = UnsafePointer(shifts.elements(as: Int32.self))
    product.packing.input_zero_point = left.zeroPoint
    product.packing.zero_point = right.zeroPoint
    product.plan.weights_zero_point = right.zeroPoint
    product.plan.params.shifts_left = multiplier.shift > 0
    product.plan.params.output_zero_point = result.zeroPoint
    let range = output.type.integerRange!
    product.plan.params.output_min = range.lowerBound
    product.plan.params.output_max = range.upperBound
    return product
  }

  private func dynamicProduct(
    _ context: inout PrepareContext
  ) throws(OperatorError) -> Product {
    guard y.constant != nil else { throw OperatorError("'y' is int8 but not constant") }  // C3
    var product = Product(kind: GEMM_S8_TO_F32)
    let axis = y.shape.rank - (stacks.transposesRight ? 2 : 1)
    let weights = try WeightScales(of: y, axis: axis, count: stacks.columns)
    let scales = try context.buffer(repeating: Float(0), count: stacks.columns)
    scales.elements(as: Float.self).update(from: weights.scales, count: stacks.columns)
    product.owners = [scales]
    product.packing.scales = UnsafePointer(scales.elements(as: Float.self))
    product.plan.params.float_min = -.infinity
    product.plan.params.float_max = .infinity
    product.plan.rows_per_quantization = 1
    return product
  }

  private func evaluation(
    _ given: Product, _ context: inout PrepareContext
  ) throws(OperatorError) -> Evaluation {
    var product = given
    // Activations, and what stands for 0 in them, may be −128.
    let variant = gemm_selected(product.kind, product.kind != GEMM_F32)!
    complete(&product, variant)
    var stages: [Stage] = []
    let left = try leftMatrices(product, variant, &context, &stages)
    let packed = try rightMatrices(product, variant, &context, &stages)
    stages.append(
      products(product, left: left.slot, quantization: left.quantization, packed: packed))
    return Evaluation(kernel: String(cString: variant.pointee.name), stages: stages)
  }

  private func complete(_ product: inout Product, _ variant: UnsafePointer<gemm_variant>) {
    let offsets = PreparedBuffer(byteCount: MemoryLayout<Int32>.size)
    product.owners.append(offsets)
    product.plan.variant = variant
    product.plan.params.tap_count = 1
    product.plan.params.run = gemm_padded_run(variant, stacks.depth)
    product.plan.params.tap_offsets = UnsafePointer(offsets.elements(as: Int32.self))
    product.plan.params.panel_stride = gemm_panel_bytes(product.kind, variant, 1, stacks.depth)
    product.plan.params.output_stride = stacks.columns * product.kind.outputBytes
    (product.plan.images, product.plan.lines, product.plan.pixels) = (1, 1, stacks.rows)
    product.plan.pixel_step = stacks.depth * product.kind.inputBytes
    (product.plan.columns, product.plan.groups) = (stacks.columns, 1)
    product.plan.output_element_bytes = product.kind.outputBytes
    gemm_plan_split(&product.plan, stacks.count >= threadCount * 4 ? 1 : threadCount)
    product.packing.count = stacks.columns
    product.packing.tap_count = 1
    product.packing.run = stacks.depth
    if !stacks.transposesRight {
      (product.packing.column_step, product.packing.element_step) = (1, stacks.columns)
    }
  }

  /// Where the rows of the left matrices lie: the operand itself, or a copy made at each inference.
  private func leftMatrices(
    _ product: Product, _ variant: UnsafePointer<gemm_variant>, _ context: inout PrepareContext,
    _ stages: inout [Stage]
  ) throws(OperatorError) -> (slot: Int, quantization: Int?) {
    var slot = x.slot
    let (rows, depth, count) = (stacks.rows, stacks.depth, stacks.leftCount)
    let elementBytes = x.type.byteCount(of: 1)!
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
    let isQuantized = product.kind == GEMM_S8_TO_F32
    let granularity = Int(variant.pointee.granularity)
    guard isQuantized || slot == x.slot && depth % granularity != 0 else { return (slot, nil) }
    let axis = try WindowAxis(input: 1, window: 1, stride: 1, padding: .valid)
    let layout = ConvolutionInput(
      images: count * rows, channels: depth, vertical: axis, horizontal: axis, run: depth,
      granularity: 1, alwaysCopied: true)
    let copy = context.scratch(byteCount: try layout.byteCount(elementBytes: 1))
    guard isQuantized else {
      stages.append(
        layout.copyStage(slot, to: copy, elementBytes: 1, threadCount: threadCount))
      return (copy, nil)
    }
    let quantization = context.scratch(
      byteCount: (count * rows).saturatingProduct(MemoryLayout<row_quantization>.stride))
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
    _ product: Product, _ variant: UnsafePointer<gemm_variant>, _ context: inout PrepareContext,
    _ stages: inout [Stage]
  ) throws(OperatorError) -> Packed {
    let (kind, packing, count) = (product.kind, product.packing, stacks.rightCount)
    let packedBytes = gemm_packed_bytes(kind, variant, 1, stacks.depth, stacks.columns)
    let matrixBytes = stacks.depth * stacks.columns * y.type.byteCount(of: 1)!
    let owners = product.owners
    if let constant = y.constant, let base = constant.baseAddress {
      let buffer = try context.buffer(byteCount: packedBytes.saturatingProduct(count))
      var columns = packing
      for index in 0..<count {
        columns.weights = base + index * matrixBytes
        gemm_pack(kind, variant, &columns, buffer.base + index * packedBytes)
      }
      return withExtendedLifetime(owners) { .constant(buffer) }
    }
    let slot = context.scratch(byteCount: packedBytes.saturatingProduct(count))
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
    _ product: Product, left: Int, quantization: Int?, packed: Packed
  ) -> Stage {
    let plan = PreparedBuffer(byteCount: MemoryLayout<gemm_plan>.size)
    var value = product.plan
    let tasks = gemm_task_count(&value)
    plan.elements(as: gemm_plan.self).initialize(to: value)
    let packedBytes = gemm_packed_bytes(
      product.kind, value.variant, 1, stacks.depth, stacks.columns)
    let leftBytes = stacks.rows * stacks.depth * product.kind.inputBytes
    let outputBytes = stacks.rows * stacks.columns * product.kind.outputBytes
    let (rows, owners, z) = (stacks.rows, product.owners, output.slot)
    let (leftWalk, rightWalk) = (stacks.left, stacks.right)
    return Stage(taskCount: tasks * stacks.count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let index = task / tasks
      let matrices: UnsafeMutableRawPointer =
        switch packed {
        case .constant(let buffer): buffer.base
        case .scratch(let slot): tensors[slot]
        }
      let leftIndex = leftWalk.index(of: index)
      let scales = quantization.map {
        UnsafePointer(tensors.elements($0, as: row_quantization.self)) + leftIndex * rows
      }
      gemm_run(
        plan.elements(as: gemm_plan.self), tensors[left] + leftIndex * leftBytes,
        matrices + rightWalk.index(of: index) * packedBytes, tensors[z] + index * outputBytes,
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
