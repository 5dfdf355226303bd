// SPDX-License-Identifier: Apache-2.0

/// How integers stand for real numbers: `real = (q − zeroPoint) · scale`.
///
/// Per tensor: one scale and one zero point. Per channel: one of each for every index along
/// `axis`; zero points may be one for all.
package struct Quantization: Hashable, Sendable {
  package var scales: [Float]
  package var zeroPoints: [Int]
  package var axis: Int

  package init(scales: [Float], zeroPoints: [Int], axis: Int = 0) {
    self.scales = scales
    self.zeroPoints = zeroPoints
    self.axis = axis
  }

  package init(scale: Float, zeroPoint: Int) {
    self.init(scales: [scale], zeroPoints: [zeroPoint])
  }

  package var isPerChannel: Bool { scales.count > 1 }

  /// The scale of a per-tensor quantization.
  package var scale: Float { scales[0] }

  /// The zero point of a per-tensor quantization.
  package var zeroPoint: Int { zeroPoints[0] }
}
