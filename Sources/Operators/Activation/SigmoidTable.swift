// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// The table by which the reference evaluates LOGISTIC and TANH of int16.
enum SigmoidTable {
  /// Which of the 256 entries are one above the nearest integer to 2¹⁶ · logistic(i / 24).
  private static let raised: [UInt64] = [
    0xc046_7bae_fa7b_d110, 0x0011_0090_2044_0005, 0x80, 0x8000_0000_0000_0000,
  ]

  /// Parameters for an input of scale `scale`.
  ///
  /// A scale of 2⁻¹² (for TANH 2⁻¹² or 2⁻¹¹) only shifts. Any other is brought to 1 / (3 · 4096) by
  /// a 15-bit multiplier, cut off, with as many bits behind the point as fit.
  static func parameters(
    _ input: UniformQuantization, allowedShifts: ClosedRange<Int>
  ) -> PreparedBuffer {
    let buffer = PreparedBuffer(byteCount: MemoryLayout<linnet_s16_sigmoid>.size)
    let values = buffer.elements(as: linnet_s16_sigmoid.self)
    if let logarithm = input.scaleLogarithm, allowedShifts.contains(12 + logarithm) {
      values.pointee.multiplier = 3 << Int32(12 + logarithm)
    } else {
      var multiplier = Double(input.scale) * 4096 * 3
      var shift: Int32 = 0
      while multiplier <= 32767.0 / 2, shift <= 30 {
        shift += 1
        multiplier *= 2
      }
      values.pointee.multiplier = Int32(min(multiplier, 65535))
      values.pointee.left_shift = shift
    }
    withUnsafeMutableBytes(of: &values.pointee.table) {
      let table = $0.bindMemory(to: UInt16.self)
      for i in 0..<256 {
        let exact = 65536 / (1 + Elementary.exp(-Double(i) / 24))
        let isRaised = raised[i / 64] >> UInt64(i % 64) & 1
        table[i] = UInt16(min(exact.rounded() + Double(isRaised), 65535))
      }
    }
    return buffer
  }
}
