// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// An array as NumPy's files hold it: elements one after the other, the last axis fastest, little
/// endian.
///
/// | type                     | NumPy                                  |
/// |--------------------------|----------------------------------------|
/// | bool                     | `bool`                                 |
/// | int8 … int64, uint8 …    | the same                               |
/// | float16, 32, 64          | the same                               |
/// | complex64, complex128    | the same                               |
/// | string                   | `S<n>`: n bytes each, padded with zeros |
package struct NumPyArray: Sendable {
  package let type: ElementType
  package let shape: Shape
  /// Bytes that one element takes; for strings, their fixed width.
  package let elementByteCount: Int
  package var bytes: [UInt8]

  /// An array of numbers; `bytes` must be as many as `type` and `shape` take.
  package init(type: ElementType, shape: Shape, bytes: [UInt8]) {
    self.init(
      type: type, shape: shape, elementByteCount: type.byteCount(of: 1) ?? 0, bytes: bytes)
  }

  /// An array whose strings are `elementByteCount` bytes each.
  package init(type: ElementType, shape: Shape, elementByteCount: Int, bytes: [UInt8]) {
    precondition(bytes.count == shape.elementCount * elementByteCount)
    self.type = type
    self.shape = shape
    self.elementByteCount = elementByteCount
    self.bytes = bytes
  }

  /// An array of strings, each padded with zeros to the longest.
  package init(strings: [[UInt8]], shape: Shape) {
    let width = max(strings.reduce(0) { max($0, $1.count) }, 1)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(width * strings.count)
    for string in strings {
      bytes.append(contentsOf: string)
      bytes.append(contentsOf: repeatElement(0, count: width - string.count))
    }
    self.init(type: .string, shape: shape, elementByteCount: width, bytes: bytes)
  }

  /// The strings of an array of strings, without the zeros they are padded with.
  package var strings: [[UInt8]] {
    (0..<shape.elementCount).map { index in
      let string = bytes[index * elementByteCount..<(index + 1) * elementByteCount]
      let count = (string.lastIndex { $0 != 0 } ?? string.startIndex - 1) + 1 - string.startIndex
      return Array(string.prefix(count))
    }
  }

  /// The elements, read as `Element`, whose size must be the array's.
  package func elements<Element: BitwiseCopyable>(as _: Element.Type) -> [Element] {
    precondition(MemoryLayout<Element>.size == elementByteCount)
    return Array(unsafeUninitializedCapacity: shape.elementCount) { elements, count in
      UnsafeMutableRawBufferPointer(elements).copyBytes(from: bytes)
      count = shape.elementCount
    }
  }
}
