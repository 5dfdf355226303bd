// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// Applies an input's scale and zero point to real numbers.
///
/// `q = clamp(round(x / scale) + zeroPoint)`, halves rounded away from zero, as TensorFlow Lite's
/// QUANTIZE.
package struct InputQuantizer {
  private let scale: Float
  private let zeroPoint: Float
  private let lowest: Float
  private let highest: Float
  private let byteCount: Int

  /// Nil if the input is not quantized per tensor.
  package init?(_ operand: Operand) {
    guard let quantization = operand.quantization, !quantization.isPerChannel else { return nil }
    guard operand.type.isQuantizedInteger, let range = operand.type.integerRange else { return nil }
    (lowest, highest) = (Float(range.lowerBound), Float(range.upperBound))
    scale = quantization.scale
    zeroPoint = Float(quantization.zeroPoint)
    byteCount = operand.type == .int16 ? 2 : 1
  }

  /// The quantized values, little endian; nil if one is not a number.
  package func bytes(of values: [Float]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * byteCount)
    for value in values {
      let scaled = (value / scale).rounded(.toNearestOrAwayFromZero) + zeroPoint
      if scaled.isNaN { return nil }
      let quantized = Int(min(max(scaled, lowest), highest))
      bytes.append(UInt8(truncatingIfNeeded: quantized))
      if byteCount == 2 { bytes.append(UInt8(truncatingIfNeeded: quantized >> 8)) }
    }
    return bytes
  }
}
