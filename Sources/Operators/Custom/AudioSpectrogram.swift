// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// How much there is of each frequency in pieces of a sound.
///
/// `y[c, t, f] = |Σⱼ x[t · stride + j, c] · hann(j) · exp(−2πi · f · j / length)|²` for j below
/// `window_size`, or the root of it, with `hann(j) = 1/2 − cos(2π · j / window_size) / 2` and the least
/// power of two as length that holds a window
///
/// | operand  | type    | shape                                                                |
/// |----------|---------|----------------------------------------------------------------------|
/// | `input`  | float32 | `[samples, channels]`                                                |
/// | `output` | float32 | `[channels, (samples − window_size) / stride + 1, length / 2 + 1]`   |
///
/// Computed in double precision. Fewer samples than a window give no pieces.
///
/// Constraints:
/// - C1: `input` has two axes.
/// - C2: the options `window_size` and `stride` are at least 2 and 1, and at most 2³⁰.
///
/// Source: TensorFlow Lite custom operator AudioSpectrogram; TensorFlow
/// `tf.raw_ops.AudioSpectrogram`.
package struct AudioSpectrogram: CustomOperation {
  package static let customName = "AudioSpectrogram"

  package var windowSize: Int
  package var stride: Int
  /// Whether results are squares.
  package var isSquared: Bool

  package init(windowSize: Int, stride: Int, isSquared: Bool) {
    self.windowSize = windowSize
    self.stride = stride
    self.isSquared = isSquared
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    windowSize = Int(clamping: try map.required("window_size").integer)
    stride = Int(clamping: try map.required("stride").integer)
    isSquared = try map.number("magnitude_squared").map { $0.integer != 0 } ?? false
  }

  package var operandRules: OperandRules { .unary(.float32, scales: .unquantized) }

  package var reach: OperatorReach { .window(1, windowSize) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let input = inputs[0]!.shape
    guard input.rank == 2 else {  // C1
      throw OperatorError("'input' is \(input.description), must have two axes")
    }
    guard (2...1 << 30).contains(windowSize), (1...1 << 30).contains(stride) else {  // C2
      throw OperatorError(
        "window_size \(windowSize) and stride \(stride) must be at least 2 and 1, at most 2^30")
    }
    let count = input[0] < windowSize ? 0 : (input[0] - windowSize) / stride + 1
    return [try Shape.checked([input[1], count, length / 2 + 1])]
  }

  /// Of the transform.
  package var length: Int {
    var length = 2
    while length < windowSize { length *= 2 }
    return length
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let (windowSize, stride, length, isSquared) = (windowSize, stride, length, isSquared)
    let roots = try context.buffer(byteCount: 8.saturatingProduct(length))
    linnet_fourier_roots(roots.elements(), length)
    let window = try context.buffer(byteCount: 8.saturatingProduct(windowSize))
    for index in 0..<windowSize {
      let angle = 2 * Double.pi * Double(index) / Double(windowSize)
      window.elements(as: Double.self)[index] = 0.5 - 0.5 * Elementary.cos(angle)
    }
    let partition = Partition(
      count: output.shape[0] * output.shape[1], threadCount: context.threadCount,
      grain: max(1, elementwiseGrain / length))
    let work = context.scratch(
      byteCount: 16.saturatingProduct(length).saturatingProduct(partition.taskCount))
    let (pieces, kept, channels) = (output.shape[1], output.shape[2], input.shape[1])
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let z = tensors.elements(work, as: Double.self) + task * 2 * length
      let hann = window.elements(as: Double.self)
      for piece in partition.range(of: task) {
        let (channel, index) = piece.quotientAndRemainder(dividingBy: pieces)
        let samples =
          tensors.elements(input.slot, as: Float.self) + index * stride * channels + channel
        z.update(repeating: 0, count: 2 * length)
        for j in 0..<windowSize { z[2 * j] = Double(samples[j * channels]) * hann[j] }
        f64_fourier(z, length, 1, roots.elements(), 1)
        let result = tensors.elements(output.slot, as: Float.self) + piece * kept
        for f in 0..<kept {
          let square = Float(z[2 * f] * z[2 * f] + z[2 * f + 1] * z[2 * f + 1])
          result[f] = isSquared ? square : square.squareRoot()
        }
      }
    }
    return Evaluation(kernel: "f64_fourier", stages: [stage])
  }
}
