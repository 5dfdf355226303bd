// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Operators
import TensorCore

/// What the elements of a tensor are like as a whole.
struct TensorSummary {
  /// The range of numbers, and their mean; nil where there are none. Numbers that are not finite
  /// do not count.
  struct Figures {
    var minimum: Double
    var maximum: Double
    var mean: Double

    /// - Parameter values: any numbers.
    init?(_ values: some Sequence<Double>) {
      var (minimum, maximum, sum, count) = (Double.infinity, -Double.infinity, 0.0, 0)
      for value in values where value.isFinite {
        minimum = min(minimum, value)
        maximum = max(maximum, value)
        sum += value
        count += 1
      }
      guard count > 0 else { return nil }
      self.minimum = minimum
      self.maximum = maximum
      mean = sum / Double(count)
    }
  }

  /// Of the elements as stored; nil for strings and complex numbers, too.
  let stored: Figures?
  /// Of what they stand for; nil unless the tensor is quantized.
  let real: Figures?
  let nanCount: Int
  let infiniteCount: Int

  /// - Parameter array: the tensor's elements, see ``NumPyArray/init(_:of:)``.
  init(_ array: NumPyArray, quantization: Quantization?) {
    guard let values = RealValues(array) else {
      let parts = Self.parts(array)
      nanCount = parts.count { $0.isNaN }
      infiniteCount = parts.count { $0.isInfinite }
      (stored, real) = (nil, nil)
      return
    }
    stored = Figures(values.stored)
    nanCount = values.stored.count { $0.isNaN }
    infiniteCount = values.stored.count { $0.isInfinite }
    real = quantization.flatMap {
      Figures(Self.real(values.stored, quantization: $0, shape: array.shape))
    }
  }

  /// Whether something in it is not a number or not finite.
  var isSuspect: Bool { nanCount + infiniteCount > 0 }

  /// `scale · (stored − zero point)` with the scale and zero point of each element's channel.
  private static func real(
    _ stored: [Double], quantization: Quantization, shape: Shape
  ) -> [Double] {
    let scales = quantization.scales.map(Double.init)
    let zeroPoints = quantization.zeroPoints.map(Double.init)
    guard let first = scales.first, let firstZero = zeroPoints.first else { return [] }
    guard quantization.isPerChannel, quantization.axis < shape.rank else {
      return stored.map { first * ($0 - firstZero) }
    }
    let inner = shape.dimensions[(quantization.axis + 1)...].reduce(1, *)
    return stored.enumerated().map { index, value in
      let channel = index / inner % scales.count
      let zeroPoint = channel < zeroPoints.count ? zeroPoints[channel] : firstZero
      return scales[channel] * (value - zeroPoint)
    }
  }

  /// Real and imaginary parts of complex numbers.
  private static func parts(_ array: NumPyArray) -> [Double] {
    array.bytes.withUnsafeBytes { bytes in
      switch array.type {
      case .complex64:
        (0..<bytes.count / 4).map {
          Double(bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self))
        }
      case .complex128:
        (0..<bytes.count / 8).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
      default: []
      }
    }
  }
}

extension NumPyArray {
  /// The elements of a tensor in memory, in a type that `.npy` files hold: several integers a byte
  /// as int8 or uint8, bfloat16 as float32, a handle as its number. Nil for types that nothing is
  /// known of; strings are not in these bytes.
  init?(_ bytes: UnsafeRawBufferPointer, of operand: Operand) {
    let count = operand.shape.elementCount
    switch operand.type {
    case .string, .variant:
      return nil
    case .resource:
      self.init(type: .int32, shape: operand.shape, bytes: Array(bytes))
    case .int2, .int4, .uint4:
      let elements = Self.unpacked(
        bytes, count: count, bitCount: operand.type.bitCount!, isSigned: operand.type != .uint4)
      self.init(
        type: operand.type == .uint4 ? .uint8 : .int8, shape: operand.shape, bytes: elements)
    case .bfloat16:
      var wide: [UInt8] = []
      wide.reserveCapacity(count * 4)
      for index in 0..<count { wide += [0, 0, bytes[2 * index], bytes[2 * index + 1]] }
      self.init(type: .float32, shape: operand.shape, bytes: wide)
    default:
      self.init(type: operand.type, shape: operand.shape, bytes: Array(bytes))
    }
  }

  /// Integers of 2 or 4 bits, the first in a byte's lowest bits, as a byte each.
  private static func unpacked(
    _ bytes: UnsafeRawBufferPointer, count: Int, bitCount: Int, isSigned: Bool
  ) -> [UInt8] {
    let perByte = 8 / bitCount
    return (0..<count).map { index in
      let shift = index % perByte * bitCount
      let top = bytes[index / perByte] << (8 - bitCount - shift)
      return isSigned
        ? UInt8(bitPattern: Int8(bitPattern: top) >> (8 - bitCount)) : top >> (8 - bitCount)
    }
  }
}
