// SPDX-License-Identifier: Apache-2.0
import CKernels
import GraphIR
import TensorCore

/// Turns float constants into integers or half floats.
enum ConstantQuantizer {
  /// The largest magnitude of the elements at each index along `axis`; of all if `axis` is nil. NaN do not count.
  static func magnitudes(of constant: ConstantData, shape: Shape, axis: Int?) -> [Float] {
    let constant = constant.alignedForFloats
    let layout = ChannelLayout(shape: shape, axis: axis)
    var magnitudes = [Float](repeating: 0, count: layout.channels)
    withExtendedLifetime(constant) {
      guard let floats = constant.bytes.assumingMemoryBound(to: Float.self).baseAddress else {
        return
      }
      layout.forEachRun { channel, start, count in
        magnitudes[channel] = max(
          magnitudes[channel], f32_largest_magnitude(floats + start, count))
      }
    }
    return magnitudes
  }

  /// Symmetric int8 weights in [−127, 127], rounded to nearest, halves away from zero; NaN is −127.
  ///
  /// - Parameter quantization: a scale for each index along its axis, or one for all.
  static func int8Weights(_ value: Value, shape: Shape, _ quantization: Quantization) -> Value {
    let source = value.constant!.alignedForFloats
    let axis = quantization.isPerChannel ? quantization.axis : nil
    let layout = ChannelLayout(shape: shape, axis: axis)
    let data = ConstantData(byteCount: shape.elementCount) { bytes in
      let target = bytes.bindMemory(to: Int8.self)
      withExtendedLifetime(source) {
        let floats = source.bytes.assumingMemoryBound(to: Float.self)
        guard let from = floats.baseAddress, let to = target.baseAddress else { return }
        layout.forEachRun { channel, start, count in
          let symmetric = row_quantization(scale: quantization.scales[channel], zero_point: 0)
          f32_s8_quantize(from + start, count, symmetric, to + start)
        }
      }
      for index in target.indices { target[index] = max(target[index], -127) }
    }
    return Value(
      name: value.name, type: .int8, shape: value.shape, quantization: quantization,
      constant: data)
  }

  /// A constant with the scale and zero point of activations.
  static func activation<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ value: Value, _ quantization: Quantization, as _: Integer.Type, _ type: ElementType
  ) -> Value {
    let elements = value.constant!.elements(as: Float.self)
    let zeroPoint = Float(quantization.zeroPoint)
    let integers = elements.map { x -> Integer in
      let q = (x / quantization.scale).rounded(.toNearestOrAwayFromZero) + zeroPoint
      return Integer(min(max(q, Float(Integer.min)), Float(Integer.max)))
    }
    return Value(
      name: value.name, type: type, shape: value.shape, quantization: quantization,
      constant: ConstantData(integers))
  }

  /// A bias in the scale of the accumulators, one for each output channel or one for all.
  static func bias<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ value: Value, _ quantization: Quantization, as _: Integer.Type, _ type: ElementType
  ) -> Value {
    let elements = value.constant!.elements(as: Float.self)
    let scales = quantization.scales
    let integers = elements.enumerated().map { index, x -> Integer in
      let scale = Double(scales[scales.count == 1 ? 0 : index])
      let q = (Double(x) / scale).rounded(.toNearestOrAwayFromZero)
      return Integer(min(max(q, -0x1p31), 0x1p31 - 1))
    }
    return Value(
      name: value.name, type: type, shape: value.shape, quantization: quantization,
      constant: ConstantData(integers))
  }

  /// The nearest half floats; beyond their range the largest of them.
  static func float16(_ value: Value) -> Value {
    let source = value.constant!.bytes
    let data = ConstantData(byteCount: source.count / 2) { bytes in
      for index in 0..<source.count / 4 {
        let x = source.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
        let half = Float16(min(max(x, -65504), 65504))
        bytes.storeBytes(of: half, toByteOffset: 2 * index, as: Float16.self)
      }
    }
    return Value(name: value.name, type: .float16, shape: value.shape, constant: data)
  }
}

/// The runs of consecutive elements that belong to one channel each.
private struct ChannelLayout {
  let channels: Int
  private let outer: Int
  private let inner: Int

  init(shape: Shape, axis: Int?) {
    guard let axis else {
      (channels, outer, inner) = (1, 1, shape.elementCount)
      return
    }
    channels = shape[axis]
    outer = shape.elementCount(in: 0..<axis)
    inner = shape.elementCount(in: axis + 1..<shape.rank)
  }

  func forEachRun(_ body: (_ channel: Int, _ start: Int, _ count: Int) -> Void) {
    for block in 0..<outer {
      for channel in 0..<channels {
        body(channel, (block * channels + channel) * inner, inner)
      }
    }
  }
}
