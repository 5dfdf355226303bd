// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// The smallest and the largest of the real numbers that a tensor took on.
package struct ValueRange: Hashable, Sendable {
  package private(set) var minimum: Float
  package private(set) var maximum: Float

  /// The range of no numbers; joined with another it is the other.
  package static let empty = ValueRange(minimum: .infinity, maximum: -.infinity)

  package init(minimum: Float, maximum: Float) {
    self.minimum = minimum
    self.maximum = maximum
  }

  package var isEmpty: Bool { minimum > maximum }

  package mutating func formUnion(_ other: ValueRange) {
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// The range of the finite elements, and whether these are all.
  ///
  /// The largest number counts as infinite: clamps make it of infinity.
  package static func finite(
    in elements: UnsafeBufferPointer<Float>
  ) -> (range: ValueRange, isComplete: Bool) {
    guard let first = elements.baseAddress else { return (.empty, true) }
    let found = f32_finite_range(first, elements.count)
    return (ValueRange(minimum: found.low, maximum: found.high), found.is_complete)
  }

  /// Scale and zero point by which int8 covers the range, extended to hold 0.
  ///
  /// `scale = (max − min) / 255`, `zeroPoint = round(−128 − min / scale)`; a range narrower than
  /// 10⁻⁶ is widened to that.
  ///
  /// Source: TensorFlow Lite 8-bit quantization specification.
  package var int8Quantization: Quantization {
    let low = Double(min(minimum, 0))
    let high = max(Double(max(maximum, 0)), low + 1e-6)
    let scale = Float((high - low) / 255)
    let zeroPoint = (-128 - low / Double(scale)).rounded(.toNearestOrAwayFromZero)
    return Quantization(scale: scale, zeroPoint: Int(min(max(zeroPoint, -128), 127)))
  }
}
