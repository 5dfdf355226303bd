// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// Where a product's rows lie in its input; steps and offsets are in elements.
struct ProductRows {
  var images = 1
  var lines = 1
  var pixels: Int
  var imageStep = 0
  var lineStep = 0
  var pixelStep: Int
  /// Where each tap's run begins, from the row's own address.
  var taps = [0]
  /// Elements of a run that the weights have.
  var run: Int
  var groups = 1
  /// Elements from one group's inputs to the next's.
  var groupStep = 0
}

/// Weights of a matrix product, packed, and the plan that runs it on threads.
///
/// Weights or biases that are computed are packed whenever they have been, by ``preparation``.
/// The product is `y[m, n] = f(bias[n] + Σ x[m, k] · w[n, k])` for each group; see `gemm.h`.
final class PackedProduct {
  /// What is applied to each column's sum.
  enum Epilogue {
    /// Integers in and out.
    case requantized(IntegerEpilogue)
    /// int8 in, quantized at run time; float out.
    case scaled(scales: [Float], bias: Operand?, range: ClosedRange<Float>, rowsPerScale: Int)
    /// float in and out.
    case float(bias: Operand?, range: ClosedRange<Float>)

    /// The address of constant biases, or the slot of others.
    var bias: (constant: UnsafeRawPointer?, slot: Int?) {
      switch self {
      case .requantized(let epilogue): (epilogue.bias, epilogue.biasSlot)
      case .scaled(_, let bias, _, _), .float(let bias, _):
        (bias?.constant?.baseAddress, bias?.constant == nil ? bias?.slot : nil)
      }
    }
  }

  let kernel: String
  let taskCount: Int
  /// The stages that pack weights and biases that are computed; none for constants.
  let preparation: [Stage]
  private let plan: PreparedBuffer
  private let packed: Packed

  private enum Packed {
    case buffer(PreparedBuffer)
    case slot(Int)

    func address(in tensors: TensorTable) -> UnsafeMutableRawPointer {
      switch self {
      case .buffer(let buffer): buffer.base
      case .slot(let slot): tensors[slot]
      }
    }
  }
  private let tapOffsets: PreparedBuffer

  /// The variant that will be used for such weights, for the layout of what it reads.
  static func variant(
    _ kind: gemm_kind, weights: LayerWeights
  ) -> UnsafePointer<gemm_variant> {
    gemm_selected(kind, weights.mayHoldMinus128)
  }

  /// Packs `weights`, [groups][columns][taps][run], for `rows`. Those of one group may also have
  /// their columns last.
  ///
  /// - Parameters:
  ///   - columns: columns of one group.
  ///   - isLasting: whether weights and biases are the same however often the layer prepares.
  ///   - number: of the product, where an operator has several.
  init(
    _ kind: gemm_kind, variant: UnsafePointer<gemm_variant>, rows: ProductRows, columns: Int,
    weights: LayerWeights, epilogue: Epilogue, isLasting: Bool, number: Int = 0,
    _ context: inout PrepareContext
  ) throws(OperatorError) {
    let (inputBytes, outputBytes) = (kind.inputBytes, kind.outputBytes)
    tapOffsets = try Self.offsets(of: rows.taps, elementBytes: inputBytes)
    plan = PreparedBuffer(byteCount: MemoryLayout<gemm_plan>.size)
    let packing = WeightPacking(
      kind, variant, rows, columns: columns, weights: weights, epilogue: epilogue)
    let groupBytes = packing.groupBytes
    let bias = epilogue.bias
    if weights.isComputed || bias.slot != nil {
      let slot = context.scratch(byteCount: packing.byteCount)
      let (source, stages) = weights.stages(&context)
      preparation =
        stages + [packing.stage(source, bias, to: slot, threadCount: context.threadCount)]
      packed = .slot(slot)
    } else {
      let buffer = try context.form(
        isLasting: isLasting,
        key: [Int(bitPattern: variant), rows.taps.count, rows.run, columns, rows.groups, number],
        byteCount: packing.byteCount
      ) {
        packing.pack(
          weights.values.baseAddress!, bias: bias.constant, 0..<packing.panelCount, into: $0)
      }
      preparation = []
      packed = .buffer(buffer)
    }

    var value = gemm_plan()
    value.variant = variant
    value.params.tap_count = rows.taps.count
    value.params.run = gemm_padded_run(variant, rows.run)
    value.params.tap_offsets = UnsafePointer(tapOffsets.elements(as: Int32.self))
    value.params.panel_stride = gemm_panel_bytes(kind, variant, rows.taps.count, rows.run)
    value.params.output_stride = rows.groups * columns * outputBytes
    (value.images, value.lines, value.pixels) = (rows.images, rows.lines, rows.pixels)
    value.image_step = rows.imageStep * inputBytes
    value.line_step = rows.lineStep * inputBytes
    value.pixel_step = rows.pixelStep * inputBytes
    (value.columns, value.groups) = (columns, rows.groups)
    value.group_input_step = rows.groupStep * inputBytes
    value.group_packed_step = groupBytes
    value.group_output_step = columns * outputBytes
    value.output_element_bytes = outputBytes
    Self.fill(&value, from: epilogue)
    gemm_plan_split(&value, context.threadCount)
    taskCount = gemm_task_count(&value)
    plan.elements(as: gemm_plan.self).initialize(to: value)
    kernel = String(cString: variant.pointee.name)
  }

  /// The stage that computes the product of `input`'s rows; ``preparation`` comes before it.
  ///
  /// - Parameters:
  ///   - quantization: the slot of the rows' `row_quantization`s, if the kind has them.
  ///   - count: how many inputs lie one behind the other.
  ///   - inputStep: bytes from one to the next.
  ///   - outputStep: bytes from one result to the next.
  func stage(
    input: Int, output: Int, quantization: Int? = nil, count: Int = 1, inputStep: Int = 0,
    outputStep: Int = 0
  ) -> Stage {
    Stage(taskCount: taskCount * count) { (tensors: TensorTable, task: Int) throws(OperatorError) in
      let (index, part) = task.quotientAndRemainder(dividingBy: self.taskCount)
      gemm_run(
        self.plan.elements(as: gemm_plan.self), tensors[input] + index * inputStep,
        self.packed.address(in: tensors), tensors[output] + index * outputStep,
        quantization.map { UnsafePointer(tensors.elements($0, as: row_quantization.self)) }, part)
    }
  }

  /// Computes the product of the rows at an address, on this thread.
  func run(
    _ input: UnsafeRawPointer, to output: UnsafeMutableRawPointer, _ tensors: TensorTable,
    quantization: UnsafePointer<row_quantization>? = nil
  ) {
    let weights = packed.address(in: tensors)
    for task in 0..<taskCount {
      gemm_run(plan.elements(as: gemm_plan.self), input, weights, output, quantization, task)
    }
  }

  private static func offsets(
    of taps: [Int], elementBytes: Int
  ) throws(OperatorError) -> PreparedBuffer {
    let buffer = PreparedBuffer(byteCount: taps.count * MemoryLayout<Int32>.size)
    for (index, tap) in taps.enumerated() {
      guard let offset = Int32(exactly: tap * elementBytes) else {
        throw OperatorError("window spans \(tap * elementBytes) bytes, the limit is 2 GiB")
      }
      buffer.elements(as: Int32.self)[index] = offset
    }
    return buffer
  }

  private static func fill(_ plan: inout gemm_plan, from epilogue: Epilogue) {
    switch epilogue {
    case .requantized(let epilogue):
      plan.params.output_zero_point = epilogue.outputZeroPoint
      plan.params.output_min = epilogue.range.lowerBound
      plan.params.output_max = epilogue.range.upperBound
      plan.params.shifts_left = epilogue.requantization.shiftsLeft
      if case .double = epilogue.requantization { plan.params.rounds_once = true }
      plan.params.wraps_sums = epilogue.wrapsSums
      plan.weights_zero_point = epilogue.weightsZeroPoint
      plan.gives_unsigned = epilogue.isUnsigned
    case .scaled(_, _, let range, let rowsPerScale):
      plan.params.float_min = range.lowerBound
      plan.params.float_max = range.upperBound
      plan.rows_per_quantization = rowsPerScale
    case .float(_, let range):
      plan.params.float_min = range.lowerBound
      plan.params.float_max = range.upperBound
    }
  }
}

extension gemm_kind {
  /// Bytes of an element of the rows.
  var inputBytes: Int {
    switch self {
    case GEMM_F32: MemoryLayout<Float>.size
    case GEMM_S8, GEMM_S8_TO_F32: MemoryLayout<Int8>.size
    default: MemoryLayout<Int16>.size
    }
  }

  /// Bytes of a result.
  var outputBytes: Int {
    switch self {
    case GEMM_F32, GEMM_S8_TO_F32: MemoryLayout<Float>.size
    case GEMM_S8: MemoryLayout<Int8>.size
    default: MemoryLayout<Int16>.size
    }
  }

  /// The product of a scheme's activations and of weights as ``LayerWeights`` has them.
  init(_ scheme: LinearScheme, weights: ElementType) {
    self =
      switch scheme.arithmetic {
      case .float: GEMM_F32
      case .dynamicRange: GEMM_S8_TO_F32
      case .integer8: GEMM_S8
      case .integer16: weights == .int16 ? GEMM_S16_S16 : GEMM_S16_S8
      }
  }
}
