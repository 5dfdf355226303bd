// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// A few hundred numbers between two types: as `Int64` if they come from integers, as `Double` if
/// they come from real numbers. Both hold every value of their sources but uint64 above 2⁶³ − 1,
/// whose bits are kept.
struct NumberChunk {
  static let capacity = 256

  private let memory: UnsafeMutableRawPointer
  private let source: ElementType

  /// - Parameter memory: room for ``capacity`` numbers of 8 bytes.
  init(_ memory: UnsafeMutableRawPointer, from source: ElementType) {
    self.memory = memory
    self.source = source
  }

  private var integers: UnsafeMutablePointer<Int64> {
    memory.assumingMemoryBound(to: Int64.self)
  }

  private var reals: UnsafeMutablePointer<Double> {
    memory.assumingMemoryBound(to: Double.self)
  }

  private var isReal: Bool {
    switch source {
    case .float16, .bfloat16, .float32, .float64, .complex64: true
    default: false
    }
  }

  /// Reads the elements of `part`, at most ``capacity``.
  func load(_ part: Range<Int>, from address: UnsafeRawPointer) {
    switch source {
    case .bool, .uint8: loadIntegers(part, address, as: UInt8.self)
    case .int8: loadIntegers(part, address, as: Int8.self)
    case .int16: loadIntegers(part, address, as: Int16.self)
    case .uint16: loadIntegers(part, address, as: UInt16.self)
    case .int32: loadIntegers(part, address, as: Int32.self)
    case .uint32: loadIntegers(part, address, as: UInt32.self)
    case .int64: loadIntegers(part, address, as: Int64.self)
    case .uint64: loadIntegers(part, address, as: UInt64.self)
    case .float16: loadReals(part, address, as: Float16.self) { Double($0) }
    case .bfloat16:
      loadReals(part, address, as: UInt16.self) { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .float32: loadReals(part, address, as: Float.self) { Double($0) }
    case .complex64: loadReals(part, address, as: SIMD2<Float>.self) { Double($0.x) }
    case .int4, .uint4, .int2: loadPacked(part, address)
    default: loadReals(part, address, as: Double.self) { $0 }
    }
    if source == .bool {
      for i in 0..<part.count { integers[i] = integers[i] == 0 ? 0 : 1 }
    }
  }

  private func loadIntegers<Element: FixedWidthInteger>(
    _ part: Range<Int>, _ address: UnsafeRawPointer, as _: Element.Type
  ) {
    let elements = address.assumingMemoryBound(to: Element.self) + part.lowerBound
    for i in 0..<part.count { integers[i] = Int64(truncatingIfNeeded: elements[i]) }
  }

  /// Elements of less than a byte, the lower bits first.
  private func loadPacked(_ part: Range<Int>, _ address: UnsafeRawPointer) {
    let bits = source.bitCount!
    for i in 0..<part.count {
      let bit = (part.lowerBound + i) * bits
      let byte = address.load(fromByteOffset: bit / 8, as: UInt8.self)
      let high = Int64(truncatingIfNeeded: UInt64(byte >> UInt8(bit % 8)) << UInt64(64 - bits))
      integers[i] =
        source == .uint4
        ? Int64(truncatingIfNeeded: UInt64(bitPattern: high) >> 60) : high >> Int64(64 - bits)
    }
  }

  private func loadReals<Element>(
    _ part: Range<Int>, _ address: UnsafeRawPointer, as _: Element.Type,
    _ widen: (Element) -> Double
  ) {
    let elements = address.assumingMemoryBound(to: Element.self) + part.lowerBound
    for i in 0..<part.count { reals[i] = widen(elements[i]) }
  }

  /// Writes what ``load(_:from:)`` read as elements of `type`, once.
  func store(_ part: Range<Int>, to address: UnsafeMutableRawPointer, as type: ElementType) {
    switch type {
    case .bool:
      for i in 0..<part.count {
        integers[i] = (isReal ? reals[i] != 0 : integers[i] != 0) ? 1 : 0
      }
      storeBits(part, address, as: UInt8.self)
    case .int8: storeIntegers(part, address, as: Int8.self, UInt8.self)
    case .uint8: storeIntegers(part, address, as: UInt8.self, UInt8.self)
    case .int16: storeIntegers(part, address, as: Int16.self, UInt16.self)
    case .uint16: storeIntegers(part, address, as: UInt16.self, UInt16.self)
    case .int32: storeIntegers(part, address, as: Int32.self, UInt32.self)
    case .uint32: storeIntegers(part, address, as: UInt32.self, UInt32.self)
    case .int64: storeIntegers(part, address, as: Int64.self, UInt64.self)
    case .uint64: storeIntegers(part, address, as: UInt64.self, UInt64.self)
    case .float16:
      store(part, address, Float16.self, { Float16(float($0)) }, { Float16(Float($0)) })
    case .bfloat16:
      store(part, address, UInt16.self, { bfloat16(float($0)) }, { bfloat16(Float($0)) })
    case .float32: store(part, address, Float.self, { float($0) }, { Float($0) })
    case .complex64:
      store(
        part, address, SIMD2<Float>.self, { SIMD2(float($0), 0) }, { SIMD2(Float($0), 0) })
    case .int4, .uint4, .int2: storePacked(part, address, as: type)
    default:
      let isUnsigned = source == .uint64
      store(
        part, address, Double.self,
        { isUnsigned ? Double(UInt64(bitPattern: $0)) : Double($0) }, { $0 })
    }
  }

  /// - Parameter Bits: the unsigned integer of the element's width: code for it serves both.
  private func storeIntegers<Element: FixedWidthInteger, Bits: FixedWidthInteger>(
    _ part: Range<Int>, _ address: UnsafeMutableRawPointer, as _: Element.Type, _: Bits.Type
  ) {
    if isReal {
      clampReals(
        part.count, above: Double(Element.min), least: Int64(truncatingIfNeeded: Element.min),
        below: Double(Element.max / 2 + 1) * 2, largest: Int64(truncatingIfNeeded: Element.max))
    }
    storeBits(part, address, as: Bits.self)
  }

  /// - Parameter part: begins with a byte.
  private func storePacked(
    _ part: Range<Int>, _ address: UnsafeMutableRawPointer, as type: ElementType
  ) {
    let (bits, range) = (type.bitCount!, type.integerRange!)
    if isReal {
      clampReals(
        part.count, above: Double(range.lowerBound), least: Int64(range.lowerBound),
        below: Double(range.upperBound) + 1, largest: Int64(range.upperBound))
    }
    let bytes = address.assumingMemoryBound(to: UInt8.self) + part.lowerBound * bits / 8
    for i in 0..<part.count {
      let bit = i * bits
      let field = UInt8(truncatingIfNeeded: integers[i]) & (1 << UInt8(bits) - 1)
      let lower = bit % 8 == 0 ? 0 : bytes[bit / 8]
      bytes[bit / 8] = lower | field << UInt8(bit % 8)
    }
  }

  /// Makes integers of the first real numbers: `largest` from `end` on and of what is no number,
  /// `least` up to `low`, the bits of a uint64 above 2⁶³ − 1.
  private func clampReals(
    _ count: Int, above low: Double, least: Int64, below end: Double, largest: Int64
  ) {
    for i in 0..<count {
      let value = reals[i]
      integers[i] =
        if value >= end || value.isNaN {
          largest
        } else if value <= low {
          least
        } else {
          value >= 0x1p63 ? Int64(bitPattern: UInt64(value)) : Int64(value)
        }
    }
  }

  private func storeBits<Bits: FixedWidthInteger>(
    _ part: Range<Int>, _ address: UnsafeMutableRawPointer, as _: Bits.Type
  ) {
    let elements = address.assumingMemoryBound(to: Bits.self) + part.lowerBound
    for i in 0..<part.count { elements[i] = Bits(truncatingIfNeeded: integers[i]) }
  }

  private func store<Element>(
    _ part: Range<Int>, _ address: UnsafeMutableRawPointer, _: Element.Type,
    _ fromInteger: (Int64) -> Element, _ fromReal: (Double) -> Element
  ) {
    let elements = address.assumingMemoryBound(to: Element.self) + part.lowerBound
    if isReal {
      for i in 0..<part.count { elements[i] = fromReal(reals[i]) }
    } else {
      for i in 0..<part.count { elements[i] = fromInteger(integers[i]) }
    }
  }

  private func float(_ integer: Int64) -> Float {
    source == .uint64 ? Float(UInt64(bitPattern: integer)) : Float(integer)
  }

  /// The upper half of a float32, rounded to nearest, halves to even.
  private func bfloat16(_ value: Float) -> UInt16 {
    if value.isNaN { return 0x7FC0 }
    let bits = value.bitPattern
    return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }
}
