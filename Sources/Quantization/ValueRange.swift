// SPDX-License-Identifier: Apache-2.0
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
  package static func finite(
    in elements: UnsafeBufferPointer<Float>
  ) -> (range: ValueRange, isComplete: Bool) {
    typealias Lanes = SIMD16<Float>
    var low = Lanes(repeating: .infinity)
    var high = Lanes(repeating: -.infinity)
    // 0 · x is NaN for an infinite or NaN x, and stays so in the sum.
    var poison = Lanes(repeating: 0)
    let whole = elements.count / Lanes.scalarCount
    let bytes = UnsafeRawBufferPointer(elements)
    for index in 0..<whole {
      let x = bytes.loadUnaligned(
        fromByteOffset: index * MemoryLayout<Lanes>.size, as: Lanes.self)
      low.replace(with: x, where: x .< low)
      high.replace(with: x, where: x .> high)
      poison += x * 0
    }
    let rest = elements.dropFirst(whole * Lanes.scalarCount)
    var range = ValueRange(ofFinite: rest)
    range.formUnion(ValueRange(minimum: low.min(), maximum: high.max()))
    guard poison.sum() == 0, rest.allSatisfy(isFinite), whole == 0 || isFinite(low.min()),
      whole == 0 || isFinite(high.max())
    else { return (ValueRange(ofFinite: elements[...]), false) }
    return (range, true)
  }

  /// The range of the finite ones among the elements.
  /// The largest number counts as infinite: clamps make it of infinity.
  private static func isFinite(_ x: Float) -> Bool {
    x.magnitude < .greatestFiniteMagnitude
  }

  private init(ofFinite elements: Slice<UnsafeBufferPointer<Float>>) {
    self = .empty
    for x in elements where Self.isFinite(x) {
      minimum = min(minimum, x)
      maximum = max(maximum, x)
    }
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
