// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// Scales and zero points along one axis of a quantized operand, for kernels that quantize and
/// dequantize; one for a whole tensor is one channel.
struct ChannelScales {
  private let buffer: PreparedBuffer
  private let isPerTensor: Bool

  /// - Throws: if there are no scales, if one is not positive and finite, or if they are not as many
  ///   as their axis is long.
  init(_ operand: Operand, _ name: StaticString) throws(OperatorError) {
    guard let quantization = operand.quantization, !quantization.scales.isEmpty,
      let firstZeroPoint = quantization.zeroPoints.first
    else {
      throw OperatorError("'\(name)' is \(operand.type.name) but has no scale and zero point")
    }
    let count = quantization.scales.count
    var inner = 1
    if count > 1 {
      let axis = quantization.axis
      guard operand.shape.dimensions.indices.contains(axis), operand.shape[axis] == count,
        quantization.zeroPoints.count == count || quantization.zeroPoints.count == 1
      else {
        throw OperatorError(
          "'\(name)' \(operand.shape.description) has \(count) scales along axis \(axis)")
      }
      inner = operand.shape.elementCount(in: axis + 1..<operand.shape.rank)
    }
    isPerTensor = count == 1
    // The table, then the scales, then the zero points.
    let head = MemoryLayout<linnet_channel_scales>.stride
    buffer = PreparedBuffer(byteCount: head + count * 8)
    let scales = (buffer.base + head).assumingMemoryBound(to: Float.self)
    let zeroPoints = (buffer.base + head + count * 4).assumingMemoryBound(to: Int32.self)
    for channel in 0..<count {
      let scale = quantization.scales[channel]
      guard scale > 0, scale.isFinite else {
        throw OperatorError("'\(name)' has scale \(scale), must be positive and finite")
      }
      let zeroPoint =
        quantization.zeroPoints.count == count ? quantization.zeroPoints[channel] : firstZeroPoint
      guard (-32768...65535).contains(zeroPoint) else {
        throw OperatorError("'\(name)' has zero point \(zeroPoint), beyond \(operand.type.name)")
      }
      scales[channel] = scale
      zeroPoints[channel] = Int32(zeroPoint)
    }
    buffer.elements(as: linnet_channel_scales.self).pointee = linnet_channel_scales(
      channels: count, inner: isPerTensor ? operand.elementCount : inner, scales: scales,
      zero_points: zeroPoints)
  }

  func kernel(_ name: String, _ run: @escaping linnet_unary_kernel) -> UnaryKernel {
    UnaryKernel(name, run, buffer, isDivisible: false)
  }
}
