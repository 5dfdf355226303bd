// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Transposed convolution of volumes and filters, plus bias.
///
/// `y[b, i · strideD + l · dilationD − front, …, o] += x[b, i, j, k, c] · w[l, m, n, o, c]` over all
/// i, j, k, l, m, n, c, then `f(y + bias[o])`; front and so on are the padding of the convolution from
/// the result's size to the input's.
///
/// | operand   | type    | shape                                     |
/// |-----------|---------|-------------------------------------------|
/// | `shape`   | int32   | `[5]`: that of the result                 |
/// | `weights` | float32 | `[kd, kh, kw, outputs, channels]`         |
/// | `input`   | float32 | `[batch, depth, height, width, channels]` |
/// | `bias`    | float32 | `[outputs]`                               |
///
/// Each slice of the input is multiplied with each slice of the filters, which gives what every
/// element spreads to; that is added up slice by slice of the result.
///
/// Constraints:
/// - C1: `shape` is constant and has 5 elements; the first is the batch, the last the outputs, and a
///   convolution of such a tensor has the size of `input`.
/// - C2: `input` and `weights` have rank 5 and agree on channels; `weights` is not empty.
/// - C3: `bias`, if present, has one element an output.
///
/// Source: TensorFlow Lite operator CONV_3D_TRANSPOSE; TensorFlow `tf.nn.conv3d_transpose`.
package struct Conv3DTranspose: ActivatedOperator {
  package static let builtin = BuiltinOperator.conv3DTranspose

  package var window: VolumeWindow
  package var activation: FusedActivation

  package init(_ window: VolumeWindow, activation: FusedActivation = .none) {
    (self.window, self.activation) = (window, activation)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try Conv3DOptionsView(options)
    window = VolumeWindow(view)
    activation = try FusedActivation(view.fusedActivationFunction)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("shape", .control, .int32),
        OperandRule("weights", .weights(axis: 3), .float32),
        OperandRule("input", .activation, .float32),
        OperandRule("bias", .bias, .float32, isOptional: true),
      ],
      outputs: [OperandRule("output", .activation, .float32)], scales: .unquantized,
      packsComputed: .float32)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package var reach: OperatorReach { .weights(axes: 0..<5) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (weights, input) = (inputs[1]!.shape, inputs[2]!.shape)
    let output = Shape(try inputs[0]!.knownIntegers("shape", count: 5))  // C1
    guard input.rank == 5, weights.rank == 5, weights.elementCount > 0, input[4] == weights[4]
    else {
      throw OperatorError(
        "input \(input.description) and weights \(weights.description) must have rank 5 and agree "
          + "on channels")  // C2
    }
    let axes = try window.axes(over: try Shape.checked(output.dimensions), weights)
    guard output[0] == input[0], output[4] == weights[3],
      axes.map({ $0.output }) == Array(input.dimensions[1..<4])
    else {
      throw OperatorError(
        "shape \(output.description) does not fit input \(input.description) and weights "
          + weights.description)  // C1
    }
    return [output]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(2), context.output)
    let operands = try LayerOperands(
      .convolutions, input: input, weights: context.input(1), bias: context.optionalInput(3),
      output: output, axis: 3, activation: activation)  // C3
    let axes = try window.axes(over: output.shape, context.input(1).shape)
    let spread = VolumeSpread(axes, outputs: output.shape[4])
    let depth = input.shape[4]
    var (products, stages): ([PackedProduct], [Stage]) = ([], [])
    for number in 0..<axes[0].window {
      let weights = operands.weights.part(number, of: axes[0].window)
      let product = try PackedProduct(
        GEMM_F32, variant: PackedProduct.variant(GEMM_F32, weights: weights),
        rows: ProductRows(pixels: spread.pixelCount, pixelStep: depth, run: depth),
        columns: spread.columnCount, weights: weights,
        epilogue: .float(bias: nil, range: -Float.infinity...Float.infinity),
        isLasting: weights.isLasting, number: number, &context)
      products.append(product)
      stages += product.preparation
    }
    stages.append(
      spread.stage(
        products, input, operands.bias, output, activation: activation, &context))
    return Evaluation(kernel: products[0].kernel, stages: stages)
  }

  package var asOperator: Operator { .conv3DTranspose(self) }
}

/// How what slices of a volume are multiplied with spreads over the slices of the result.
private struct VolumeSpread {
  private let depth: WindowAxis
  private let height: WindowAxis
  private let width: WindowAxis
  private let outputs: Int

  /// - Parameter axes: the windows of the convolution from the result to the input.
  init(_ axes: [WindowAxis], outputs: Int) {
    (depth, height, width, self.outputs) = (axes[0], axes[1], axes[2], outputs)
  }

  /// Pixels of a slice of the input.
  var pixelCount: Int { height.output * width.output }

  /// What one of them spreads to through one slice of the filters.
  var columnCount: Int { height.window.saturatingProduct(width.window).saturatingProduct(outputs) }

  /// Elements of a slice of the result.
  private var sliceCount: Int { height.input * width.input * outputs }

  /// The stage that computes the result, some slices of it in each task.
  func stage(
    _ products: [PackedProduct], _ input: Operand, _ bias: Operand?, _ output: Operand,
    activation: FusedActivation, _ context: inout PrepareContext
  ) -> Stage {
    let partition = Partition(
      count: output.shape[0] * depth.input, threadCount: context.threadCount, grain: 1)
    let columnBytes = pixelCount.saturatingProduct(columnCount)
      .saturatingProduct(MemoryLayout<Float>.size)
    let scratch = context.scratch(byteCount: columnBytes.saturatingProduct(partition.taskCount))
    let inputStep = pixelCount * input.shape[4]
    let clamp = UnaryKernel.limited(activation)
    let slices = slices
    return Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let columns = tensors[scratch] + task * columnBytes
      let volumes = tensors.elements(input.slot, as: Float.self)
      for number in partition.range(of: task) {
        let (batch, slice) = number.quotientAndRemainder(dividingBy: depth.input)
        let target = tensors.elements(output.slot, as: Float.self) + number * sliceCount
        begin(target, with: bias.map { tensors.elements($0.slot) })
        for (line, product) in products.enumerated() {
          // The slice of the input that this slice of the filters spreads to here.
          let (place, rest) = (slice + depth.padBefore - line * depth.dilation)
            .quotientAndRemainder(dividingBy: depth.stride)
          guard rest == 0, place >= 0, place < depth.output else { continue }
          product.run(
            volumes + (batch * depth.output + place) * inputStep, to: columns, tensors)
          withUnsafePointer(to: slices) {
            f32_spread_add($0, columns.assumingMemoryBound(to: Float.self), target)
          }
        }
        clamp.run(target, target, sliceCount, clamp.parameters.base)
      }
    }
  }

  /// Fills a slice of the result with biases, or zeros.
  private func begin(_ slice: UnsafeMutablePointer<Float>, with bias: UnsafePointer<Float>?) {
    guard let bias else {
      slice.update(repeating: 0, count: sliceCount)
      return
    }
    for pixel in 0..<height.input * width.input {
      (slice + pixel * outputs).update(from: bias, count: outputs)
    }
  }

  /// How pixels of a slice of the input spread over one of the result.
  private var slices: image_spread {
    var spread = image_spread()
    (spread.input_lines, spread.input_pixels) = (height.output, width.output)
    (spread.output_lines, spread.output_pixels) = (height.input, width.input)
    (spread.window_lines, spread.window_pixels) = (height.window, width.window)
    (spread.stride_lines, spread.stride_pixels) = (height.stride, width.stride)
    (spread.dilation_lines, spread.dilation_pixels) = (height.dilation, width.dilation)
    (spread.top, spread.left) = (height.padBefore, width.padBefore)
    spread.channels = outputs
    return spread
  }
}

extension UnaryKernel {
  /// The limits of a fused activation.
  fileprivate static func limited(_ activation: FusedActivation) -> UnaryKernel {
    let range = activation.floatRange
    return UnaryKernel(
      "f32_clamp", f32_clamp,
      PreparedBuffer(linnet_f32_limits(low: range.lowerBound, high: range.upperBound)))
  }
}
