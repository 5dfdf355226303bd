// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Convolution of volumes and filters, plus bias.
///
/// `y[b, i, j, k, o] = f(bias[o] + Σ x[b, i · strideD + l · dilationD − front, …, c] · w[l, m, n, c,
/// o])` over l, m, n, c; inputs outside of the volume count as 0.
///
/// | operand   | type    | shape                                     |
/// |-----------|---------|-------------------------------------------|
/// | `input`   | float32 | `[batch, depth, height, width, channels]` |
/// | `weights` | float32 | `[kd, kh, kw, channels, outputs]`         |
/// | `bias`    | float32 | `[outputs]`                               |
///
/// Constraints:
/// - C1: `input` and `weights` have rank 5 and agree on channels; `weights` is not empty.
/// - C2: `bias`, if present, has one element an output.
///
/// Source: TensorFlow Lite operator CONV_3D; TensorFlow `tf.nn.conv3d`.
package struct Conv3D: ActivatedOperator {
  package static let builtin = BuiltinOperator.conv3D

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
        OperandRule("input", .activation, .float32),
        OperandRule("weights", .weights(axis: 4), .float32),
        OperandRule("bias", .bias, .float32, isOptional: true),
      ],
      outputs: [OperandRule("output", .activation, .float32)], scales: .unquantized,
      packsComputed: .float32)
  }

  package var reach: OperatorReach { .weights(axes: 0..<4) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, weights) = (inputs[0]!.shape, inputs[1]!.shape)
    guard input.rank == 5, weights.rank == 5, weights.elementCount > 0, input[4] == weights[3]
    else {
      throw OperatorError(
        "input \(input.description) and weights \(weights.description) must have rank 5 and agree "
          + "on channels")  // C1
    }
    let axes = try window.axes(over: input, weights)
    return [Shape([input[0], axes[0].output, axes[1].output, axes[2].output, weights[4]])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let operands = try LayerOperands(
      .convolutions, input: input, weights: context.input(1), bias: context.optionalInput(2),
      output: output, axis: 4, activation: activation)  // C2
    let axes = try window.axes(over: input.shape, context.input(1).shape)
    var weights = operands.weights
    weights.hasColumnsLast = true
    let variant = PackedProduct.variant(GEMM_F32, weights: weights)
    let volume = VolumeInput(
      batches: input.shape[0], channels: input.shape[4], axes,
      granularity: Int(variant.pointee.granularity))
    let product = try PackedProduct(
      GEMM_F32, variant: variant, rows: try volume.rows(), columns: output.shape[4],
      weights: weights, epilogue: .float(bias: operands.bias, range: activation.floatRange),
      isLasting: operands.areConstantsLasting, &context)
    var (stages, slot) = (product.preparation, input.slot)
    if volume.isCopied {
      slot = context.scratch(byteCount: try volume.byteCount())
      stages.append(volume.copyStage(input.slot, to: slot, threadCount: context.threadCount))
    }
    stages.append(
      product.stage(
        input: slot, output: output.slot, count: input.shape[0],
        inputStep: volume.batchStep * MemoryLayout<Float>.size,
        outputStep: output.shape.elementCount(in: 1..<5) * MemoryLayout<Float>.size))
    return Evaluation(kernel: product.kernel, stages: stages)
  }

  package var asOperator: Operator { .conv3D(self) }
}

/// How the input of a convolution over volumes is laid out: in place, or set into larger volumes.
private struct VolumeInput {
  private let batches: Int
  private let depth: WindowAxis
  /// Its slices, all as one list of images.
  private let slices: ConvolutionInput

  /// - Parameter axes: the windows along depth, height and width.
  init(batches: Int, channels: Int, _ axes: [WindowAxis], granularity: Int) {
    let (depth, width) = (axes[0], axes[2])
    let isPadded = depth.padBefore > 0 || depth.padAfter > 0
    let slices = ConvolutionInput(
      images: 1, channels: channels, vertical: axes[1], horizontal: width,
      run: width.dilation == 1 ? width.window * channels : channels, granularity: granularity,
      alwaysCopied: isPadded)
    let count = slices.isCopied ? depth.padBefore + depth.input + depth.padAfter : depth.input
    self.slices = slices.repeated(batches.saturatingProduct(count))
    (self.batches, self.depth) = (batches, depth)
  }

  var isCopied: Bool { slices.isCopied }

  /// Slices of one volume.
  private var sliceCount: Int { batches == 0 ? 0 : slices.images / batches }

  /// Elements from one volume to the next.
  var batchStep: Int { sliceCount * slices.imageStep }

  /// Bytes of the copy.
  ///
  /// - Throws: if the padding makes it too large.
  func byteCount() throws(OperatorError) -> Int {
    try slices.byteCount(elementBytes: MemoryLayout<Float>.size)
  }

  /// The rows of the product that the convolution of one volume is.
  ///
  /// - Throws: as ``byteCount()``; positions in a copy that fits do not overflow.
  func rows() throws(OperatorError) -> ProductRows {
    var rows = try slices.rows(groups: 1)
    let step = depth.dilation &* slices.imageStep  // any, for windows of one slice
    rows.taps = (0..<depth.window).flatMap { line in rows.taps.map { line * step + $0 } }
    rows.images = depth.output
    rows.imageStep = depth.stride * slices.imageStep
    return rows
  }

  /// Copies slices into larger ones, and puts slices of zeros before and behind each volume.
  func copyStage(_ input: Int, to copy: Int, threadCount: Int) -> Stage {
    let partition = Partition(
      count: slices.images, threadCount: threadCount,
      grain: max(1, elementwiseGrain / max(slices.imageStep, 1)))
    let inputStep = slices.vertical.input * slices.horizontal.input * slices.channels
    let sliceBytes = slices.imageStep * MemoryLayout<Float>.size
    return Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let from = tensors.elements(input, as: Float.self)
      for number in partition.range(of: task) {
        let (batch, slice) = number.quotientAndRemainder(dividingBy: sliceCount)
        let place = slice - depth.padBefore
        let target = tensors[copy] + number * sliceBytes
        if place >= 0, place < depth.input {
          slices.copyImage(from + (batch * depth.input + place) * inputStep, to: target)
        } else {
          target.initializeMemory(as: UInt8.self, repeating: 0, count: sliceBytes)
        }
      }
    }
  }
}

extension ConvolutionInput {
  /// The same for another number of images.
  fileprivate func repeated(_ images: Int) -> ConvolutionInput {
    var copy = self
    copy.images = images
    return copy
  }

  /// Copies one image of floats; the padding is 0.
  fileprivate func copyImage(_ image: UnsafePointer<Float>, to target: UnsafeMutableRawPointer) {
    var bytes = pad
    bytes.channels *= MemoryLayout<Float>.size
    x8_image_pad(
      &bytes, 0, UnsafeRawPointer(image).assumingMemoryBound(to: UInt8.self),
      target.assumingMemoryBound(to: UInt8.self), 0, lines)
  }
}
