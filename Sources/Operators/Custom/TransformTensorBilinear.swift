// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A part of an image, turned and scaled by an affine transform, between whose pixels lines are drawn.
///
/// `y[0, i, j, c]` is the value of `x[0, …, c]` at line `m₁₀ · (j + ½) + m₁₁ · (i + ½) + m₁₃ − ½` and pixel
/// `m₀₀ · (j + ½) + m₀₁ · (i + ½) + m₀₃ − ½`, or 0 outside of the image.
///
/// | operand  | type    | shape                                         |
/// |----------|---------|-----------------------------------------------|
/// | `input`  | float32 | `[1, height, width, channels]`                |
/// | `matrix` | float32 | 16 elements: four rows of four                |
/// | `output` | float32 | `[1, output_height, output_width, channels]`  |
///
/// Constraints:
/// - C1: `input` is one image, `matrix` has 16 elements.
/// - C2: the options `output_height` and `output_width` are positive.
///
/// Source: MediaPipe, custom operator TransformTensorBilinear, version 2.
package struct TransformTensorBilinear: CustomOperation {
  package static let customName = "TransformTensorBilinear"

  package var height: Int
  package var width: Int

  package init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    height = Int(clamping: try map.required("output_height").integer)
    width = Int(clamping: try map.required("output_width").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .float32), OperandRule("matrix", .control, .float32),
      ],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let input = inputs[0]!.shape
    guard input.rank == 4, input[0] == 1, inputs[1]!.elementCount == 16 else {  // C1
      throw OperatorError(
        "input \(input.description) must be one image, matrix \(inputs[1]!.shape.description) have "
          + "16 elements")
    }
    guard height > 0, width > 0 else {  // C2
      throw OperatorError("output_height \(height) and output_width \(width) must be positive")
    }
    return [try Shape.checked([1, height, width, input[3]])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (x, m, y) = (context.input(0).slot, context.input(1).slot, context.output.slot)
    let (from, to) = (context.input(0).shape, context.output.shape)
    let image = SampledImage(height: from[1], width: from[2], channels: from[3])
    let partition = Partition(
      count: to[1], threadCount: context.threadCount,
      grain: max(1, elementwiseGrain / max(1, to[2] * to[3])))
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let rows = tensors.elements(m, as: Float.self)
      for line in partition.range(of: task) {
        for pixel in 0..<to[2] {
          let (i, j) = (Float(line) + 0.5, Float(pixel) + 0.5)
          image.sample(
            tensors.elements(x), line: rows[4] * j + rows[5] * i + rows[7] - 0.5,
            pixel: rows[0] * j + rows[1] * i + rows[3] - 0.5,
            into: tensors.elements(y, as: Float.self) + (line * to[2] + pixel) * to[3])
        }
      }
    }
    return Evaluation(kernel: "transform_tensor_bilinear", stages: [stage])
  }
}

/// An image of which values between its pixels are taken.
private struct SampledImage {
  let height: Int
  let width: Int
  let channels: Int

  /// Writes the values of all channels at a position; zeros outside.
  func sample(
    _ image: UnsafePointer<Float>, line: Float, pixel: Float,
    into result: UnsafeMutablePointer<Float>
  ) {
    guard line >= 0, line <= Float(height - 1), pixel >= 0, pixel <= Float(width - 1) else {
      result.update(repeating: 0, count: channels)
      return
    }
    let (top, left) = (min(Int(line), height - 1), min(Int(pixel), width - 1))
    let (down, right) = (line - Float(top), pixel - Float(left))
    let above = image + (top * width + left) * channels
    // On the last line or column what lies behind counts nothing.
    let below = above + (top + 1 < height ? width * channels : 0)
    let step = left + 1 < width ? channels : 0
    for c in 0..<channels {
      let upper = (1 - right) * above[c] + right * above[c + step]
      let lower = (1 - right) * below[c] + right * below[c + step]
      result[c] = (1 - down) * upper + down * lower
    }
  }
}
