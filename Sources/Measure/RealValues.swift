// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Operators
import TensorCore

/// A tensor's elements as numbers of one type, and what they stand for.
///
/// Integers beyond 2⁵³ lose their last digits.
package struct RealValues {
  /// The elements as stored.
  package let stored: [Double]
  private let quantization: Quantization?

  /// Nil for strings, complex numbers and other types without one number an element.
  package init?(
    _ bytes: UnsafeRawBufferPointer, count: Int, type: ElementType,
    quantization: Quantization? = nil
  ) {
    func read<Element: BitwiseCopyable>(
      _: Element.Type, _ real: (Element) -> Double
    ) -> [Double] {
      (0..<count).map {
        real(
          bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Element>.stride, as: Element.self))
      }
    }
    switch type {
    case .float32: stored = read(Float.self) { Double($0) }
    case .float64: stored = read(Double.self) { $0 }
    case .float16: stored = read(UInt16.self) { Double(Float16(bitPattern: $0)) }
    case .bfloat16: stored = read(UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .bool, .uint8: stored = read(UInt8.self) { Double($0) }
    case .int8: stored = read(Int8.self) { Double($0) }
    case .int16: stored = read(Int16.self) { Double($0) }
    case .uint16: stored = read(UInt16.self) { Double($0) }
    case .int32: stored = read(Int32.self) { Double($0) }
    case .uint32: stored = read(UInt32.self) { Double($0) }
    case .int64: stored = read(Int64.self) { Double($0) }
    case .uint64: stored = read(UInt64.self) { Double($0) }
    default: return nil
    }
    self.quantization = quantization
  }

  package init?(_ tensor: DirectTensor) {
    self.init(
      tensor.bytes, count: tensor.shape.elementCount, type: tensor.type,
      quantization: tensor.quantization)
  }

  package init?(_ array: NumPyArray) {
    guard
      let values = array.bytes.withUnsafeBytes({
        RealValues($0, count: array.shape.elementCount, type: array.type)
      })
    else { return nil }
    self = values
  }

  /// `scale · (stored − zero point)` where the tensor is quantized as a whole, else as stored.
  package var real: [Double] {
    guard let quantization, !quantization.isPerChannel else { return stored }
    let scale = Double(quantization.scale)
    let zeroPoint = Double(quantization.zeroPoint)
    return stored.map { scale * ($0 - zeroPoint) }
  }
}
