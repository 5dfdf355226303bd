// SPDX-License-Identifier: Apache-2.0

/// Scales and zero points that keep the format's rules.
///
/// Whoever reads a ``Quantization`` of a file or a graph goes through here, so that all agree on what
/// a valid one is.
///
/// Constraints:
/// - C1: there is a scale, and there are as many zero points as scales, or one for all.
/// - C2: several scales lie along an axis of the shape that is as long as they are many.
/// - C3: scales are finite and positive; those of a constant may be 0, which TensorFlow gives to
///   weights that are all 0: a dead channel, whose sums count as 0.
/// - C4: zero points are integers of the element type, if it is one of integers.
package struct CheckedQuantization: Hashable, Sendable {
  /// One, or one for each index along ``axis``.
  package let scales: [Float]
  /// As many as scales.
  package let zeroPoints: [Int32]
  /// Nil where one scale serves the whole tensor.
  package let axis: Int?

  /// - Throws: what is wrong, without the tensor's name; see ``check(_:type:shape:isConstant:)``.
  package init(
    _ quantization: Quantization, type: ElementType, shape: Shape?, isConstant: Bool
  ) throws(QuantizationFault) {
    try Self.check(quantization, type: type, shape: shape, isConstant: isConstant)
    scales = quantization.scales
    zeroPoints =
      quantization.zeroPoints.count == scales.count
      ? quantization.zeroPoints.map { Int32($0) }
      : [Int32](repeating: Int32(quantization.zeroPoints[0]), count: scales.count)
    axis = scales.count > 1 ? quantization.axis : nil
  }

  /// Checks the rules and keeps nothing.
  ///
  /// - Parameter shape: the tensor's; negative dimensions are not known. Nil if its rank is not.
  /// - Parameter isConstant: whether scales may be 0.
  /// - Throws: what is wrong, without the tensor's name.
  package static func check(
    _ quantization: Quantization, type: ElementType, shape: Shape?, isConstant: Bool
  ) throws(QuantizationFault) {
    let (scales, zeroPoints) = (quantization.scales, quantization.zeroPoints)
    guard !scales.isEmpty, zeroPoints.count == scales.count || zeroPoints.count == 1 else {  // C1
      throw QuantizationFault("\(scales.count) scales, but \(zeroPoints.count) zero points")
    }
    if scales.count > 1, let shape {
      let axis = quantization.axis
      guard shape.dimensions.indices.contains(axis), shape[axis] < 0 || shape[axis] == scales.count
      else {
        throw QuantizationFault(
          "\(scales.count) scales along axis \(axis) of \(shape.description)")  // C2
      }
    }
    for (index, scale) in scales.enumerated() {
      guard scale.isFinite, scale > 0 || scale == 0 && isConstant else {  // C3
        throw QuantizationFault("scale \(index) is \(scale), it must be finite and positive")
      }
    }
    let allowed = type.integerRange ?? Int32.min...Int32.max
    // 0 is in every range, and what most are.
    for (index, zeroPoint) in zeroPoints.enumerated() where zeroPoint != 0 {
      guard let exact = Int32(exactly: zeroPoint), allowed.contains(exact) else {  // C4
        throw QuantizationFault(
          "zero point \(index) is \(zeroPoint), allowed are \(allowed.lowerBound) to "
            + "\(allowed.upperBound)")
      }
    }
  }
}

/// Why scales and zero points are refused.
package struct QuantizationFault: Error {
  /// What was found against what is allowed, without the tensor's name.
  package let reason: String

  package init(_ reason: ErrorText) {
    self.reason = reason.text
  }
}
