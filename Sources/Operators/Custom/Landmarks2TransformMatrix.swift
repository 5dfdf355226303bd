// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The transform of a cut-out to the image that it is cut from: around some landmarks, turned so that
/// two of them lie at a given angle.
///
/// With the landmarks `l` and `r` of the angle, `a = target_rotation_radians − atan2(r.y − l.y, r.x − l.x)`,
/// and the middle `c` and the size `s` of the box around the subset, turned by a (c turned back):
/// `y = shift(c) · rotation(−a) · scale(s · scale / output) · shift(−output / 2)`
///
/// | operand  | type    | shape                          |
/// |----------|---------|--------------------------------|
/// | `input`  | float32 | `[1, points, 3]`               |
/// | `output` | float32 | `[1, 4, 4]`                    |
///
/// Constraints:
/// - C1: `input` has the shape of the table.
/// - C2: the options name points that there are, at least one as `subset_idxs`.
/// - C3: `output_width`, `output_height`, `scale_x` and `scale_y` are positive.
///
/// Source: MediaPipe, custom operator Landmarks2TransformMatrix, version 2.
package struct Landmarks2TransformMatrix: CustomOperation {
  package static let customName = "Landmarks2TransformMatrix"

  package var left: Int
  package var right: Int
  package var subset: [Int]
  package var angle: Float
  package var scaleX: Float
  package var scaleY: Float
  package var width: Int
  package var height: Int

  package init(
    left: Int, right: Int, subset: [Int], angle: Float = 0, scaleX: Float, scaleY: Float,
    width: Int, height: Int
  ) {
    (self.left, self.right, self.subset, self.angle) = (left, right, subset, angle)
    (self.scaleX, self.scaleY, self.width, self.height) = (scaleX, scaleY, width, height)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    left = Int(clamping: try map.required("left_rotation_idx").integer)
    right = Int(clamping: try map.required("right_rotation_idx").integer)
    subset = try map.integers("subset_idxs")?.map { Int(clamping: $0) } ?? []
    angle = Float(try map.number("target_rotation_radians")?.real ?? 0)
    scaleX = Float(try map.required("scale_x").real)
    scaleY = Float(try map.required("scale_y").real)
    width = Int(clamping: try map.required("output_width").integer)
    height = Int(clamping: try map.required("output_height").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .float32)],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let input = inputs[0]!.shape
    guard input.rank == 3, input[0] == 1, input[2] == 3 else {  // C1
      throw OperatorError("'input' is \(input.description), must be [1, n, 3]")
    }
    let points = 0..<input[1]
    guard points.contains(left), points.contains(right), !subset.isEmpty,
      subset.allSatisfy({ points.contains($0) })
    else {  // C2
      throw OperatorError("the landmarks of the options are none, or not in 0 to \(input[1] - 1)")
    }
    guard width > 0, height > 0, scaleX > 0, scaleY > 0 else {  // C3
      throw OperatorError("output_width, output_height, scale_x and scale_y must be positive")
    }
    return [Shape([1, 4, 4])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (x, y, options) = (context.input(0).slot, context.output.slot, self)
    return Evaluation(kernel: "landmarks_to_transform_matrix") {
      (tensors: TensorTable) throws(OperatorError) in
      options.write(tensors.elements(y), of: tensors.elements(x))
    }
  }

  private func write(
    _ matrix: UnsafeMutablePointer<Float>, of points: UnsafePointer<Float>
  ) {
    var rise = points[3 * right + 1] - points[3 * left + 1]
    var run = points[3 * right] - points[3 * left]
    var between: Float = 0
    f32_atan2(&rise, 1, &run, 1, &between, 1, &rise)
    let rotation = Double(angle - between)
    let (cosine, sine) = (Float(Elementary.cos(rotation)), Float(Elementary.sin(rotation)))
    var low: (x: Float, y: Float) = (.infinity, .infinity)
    var high: (x: Float, y: Float) = (-.infinity, -.infinity)
    for index in subset {
      let (px, py) = (points[3 * index], points[3 * index + 1])
      let (x, y) = (cosine * px - sine * py, sine * px + cosine * py)
      low = (x < low.x ? x : low.x, y < low.y ? y : low.y)
      high = (x > high.x ? x : high.x, y > high.y ? y : high.y)
    }
    let middle = ((low.x + high.x) / 2, (low.y + high.y) / 2)
    let stretchX = scaleX * (high.x - low.x) / Float(width)
    let stretchY = scaleY * (high.y - low.y) / Float(height)
    matrix.update(repeating: 0, count: 16)
    (matrix[0], matrix[1]) = (cosine * stretchX, sine * stretchY)
    (matrix[4], matrix[5]) = (-sine * stretchX, cosine * stretchY)
    let (halfWidth, halfHeight) = (Float(width) / 2, Float(height) / 2)
    matrix[3] =
      cosine * middle.0 + sine * middle.1 - matrix[0] * halfWidth - matrix[1] * halfHeight
    matrix[7] =
      cosine * middle.1 - sine * middle.0 - matrix[4] * halfWidth - matrix[5] * halfHeight
    (matrix[10], matrix[15]) = (1, 1)
  }
}
