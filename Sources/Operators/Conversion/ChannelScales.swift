// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// Scales and zero points along one axis of a quantized operand, for kernels that quantize and
/// dequantize; one for a whole tensor is one channel.
struct ChannelScales {
  private let buffer: PreparedBuffer

  /// - Throws: as ``Operand/checkedQuantization(_:axis:)``.
  init(_ operand: Operand, _ name: StaticString) throws(OperatorError) {
    let quantization = try operand.checkedQuantization(name)
    let count = quantization.scales.count
    // The table, then the scales, then the zero points.
    let head = MemoryLayout<linnet_channel_scales>.stride
    buffer = PreparedBuffer(byteCount: head + count * 8)
    let scales = (buffer.base + head).assumingMemoryBound(to: Float.self)
    let zeroPoints = (buffer.base + head + count * 4).assumingMemoryBound(to: Int32.self)
    scales.update(from: quantization.scales, count: count)
    zeroPoints.update(from: quantization.zeroPoints, count: count)
    let inner = quantization.axis.map {
      operand.shape.elementCount(in: $0 + 1..<operand.shape.rank)
    }
    buffer.elements(as: linnet_channel_scales.self).pointee = linnet_channel_scales(
      channels: count, inner: inner ?? operand.elementCount, scales: scales,
      zero_points: zeroPoints)
  }

  func kernel(_ name: String, _ run: @escaping linnet_unary_kernel) -> UnaryKernel {
    UnaryKernel(name, run, buffer, isDivisible: false)
  }
}
