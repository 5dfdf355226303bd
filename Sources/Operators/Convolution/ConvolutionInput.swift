// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// How a convolution's input is laid out for its windows: in place, or set into larger images.
struct ConvolutionInput {
  var images: Int
  let channels: Int
  let vertical: WindowAxis
  let horizontal: WindowAxis
  /// Whether the input is copied, because windows reach outside of it or a kernel reads beyond a
  /// window's end.
  let isCopied: Bool

  /// Elements that a kernel may read beyond the last run.
  static let slack = 64

  /// - Parameter run: elements side by side that a kernel reads as a multiple of `granularity`.
  init(
    images: Int, channels: Int, vertical: WindowAxis, horizontal: WindowAxis, run: Int,
    granularity: Int, alwaysCopied: Bool = false
  ) {
    (self.images, self.channels) = (images, channels)
    (self.vertical, self.horizontal) = (vertical, horizontal)
    let pads = [vertical.padBefore, vertical.padAfter, horizontal.padBefore, horizontal.padAfter]
    isCopied =
      alwaysCopied || run % granularity != 0 || pads.contains { $0 > 0 } || vertical.spread > 1
      || horizontal.spread > 1
  }

  private func size(_ axis: WindowAxis) -> Int {
    if axis.spread > 1 { return axis.span }
    return isCopied ? axis.padBefore + axis.input + axis.padAfter : axis.input
  }

  var lines: Int { size(vertical) }
  var pixels: Int { size(horizontal) }
  var lineStep: Int { pixels * channels }
  var imageStep: Int { lines * lineStep }

  /// Bytes of the copy, for elements of `elementBytes`.
  ///
  /// - Throws: if the padding makes it larger than 2 Gi elements, or than an `Int` counts.
  func byteCount(elementBytes: Int) throws(OperatorError) -> Int {
    guard
      let count = Shape([images, lines, pixels, channels]).checkedElementCount,
      Int64(count) <= Int64(1) << 31,
      let bytes = Int(exactly: (Int64(count) + Int64(Self.slack)) * Int64(elementBytes))
    else {
      throw OperatorError(
        "padded input of \(lines) × \(pixels) × \(channels) elements is too large")
    }
    return bytes
  }

  /// The rows of the product that the convolution is.
  ///
  /// Kernel pixels that lie side by side in a line make one run.
  /// - Throws: as ``byteCount(elementBytes:)``; positions in a copy that fits do not overflow.
  func rows(groups: Int) throws(OperatorError) -> ProductRows {
    _ = try byteCount(elementBytes: MemoryLayout<Float>.size)  // the largest of any product
    let isMerged = groups == 1 && horizontal.dilation == 1
    var taps: [Int] = []
    for line in 0..<vertical.window {
      for pixel in 0..<(isMerged ? 1 : horizontal.window) {
        taps.append(
          line * vertical.dilation * lineStep + pixel * horizontal.dilation * channels)
      }
    }
    return ProductRows(
      images: images, lines: vertical.output, pixels: horizontal.output, imageStep: imageStep,
      lineStep: vertical.stride * lineStep, pixelStep: horizontal.stride * channels, taps: taps,
      run: isMerged ? horizontal.window * channels : channels / groups, groups: groups,
      groupStep: channels / groups)
  }

  /// The kernels' description of the copy.
  var pad: image_pad {
    var pad = image_pad()
    (pad.input_lines, pad.input_pixels) = (vertical.input, horizontal.input)
    (pad.output_lines, pad.output_pixels) = (lines, pixels)
    (pad.top, pad.left) = (vertical.padBefore, horizontal.padBefore)
    pad.channels = channels
    (pad.spread_lines, pad.spread_pixels) = (vertical.spread, horizontal.spread)
    return pad
  }

  /// A stage over all lines of the copy, some at a time.
  private func copyStage(
    _ pad: image_pad, threadCount: Int,
    _ copy: @escaping (borrowing TensorTable, UnsafePointer<image_pad>, Int, Int) -> Void
  ) -> Stage {
    let total = images * lines
    let taskCount = threadCount == 1 ? 1 : max(1, min(total, threadCount * 4))
    let perTask = (total + taskCount - 1) / taskCount
    return Stage(taskCount: taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let first = task * perTask
      if first >= total { return }
      withUnsafePointer(to: pad) { copy(tensors, $0, first, min(perTask, total - first)) }
    }
  }

  /// Copies images of elements of `elementBytes`; each byte of padding is `fill`. uint8 ones become
  /// int8, 128 lower.
  func copyStage(
    _ input: Int, to copy: Int, elementBytes: Int, fill: UInt8 = 0, isUnsigned: Bool = false,
    threadCount: Int
  ) -> Stage {
    var bytes = pad
    bytes.channels *= elementBytes
    let lineBytes = bytes.output_pixels * bytes.channels
    return copyStage(bytes, threadCount: threadCount) { tensors, pad, first, count in
      x8_image_pad(pad, fill, tensors.elements(input), tensors.elements(copy), first, count)
      if isUnsigned {
        let lines = tensors[copy] + first * lineBytes
        x8_flip_sign(lines, lines, count * lineBytes, lines)
      }
    }
  }

  /// The two stages that quantize float images, each with its own scale, while copying them.
  ///
  /// - Parameter isSymmetric: with zero point 0, instead of one by which int8 covers the range.
  func quantizeStages(
    float input: Int, to copy: Int, quantization: Int, isSymmetric: Bool, threadCount: Int
  ) -> [Stage] {
    let count = vertical.input * horizontal.input * channels
    let ranges = Stage(taskCount: images) {
      (tensors: TensorTable, image: Int) throws(OperatorError) in
      let values = tensors.elements(input, as: Float.self) + image * count
      tensors.elements(quantization, as: row_quantization.self)[image] =
        isSymmetric
        ? f32_symmetric_row_quantization(values, count) : f32_row_quantization(values, count)
    }
    let copies = copyStage(pad, threadCount: threadCount) { tensors, pad, first, count in
      f32_s8_image_pad(
        pad, tensors.elements(quantization), tensors.elements(input), tensors.elements(copy),
        first, count)
    }
    return [ranges, copies]
  }
}
