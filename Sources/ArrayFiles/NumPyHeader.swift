// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What stands before the elements in an `.npy` file.
///
/// A magic number, the version (1, 2 or 3), the header's length (2 bytes in version 1, else 4) and
/// a Python dictionary: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// Source: NumPy, "The .npy format", numpy.lib.format.
package struct NumPyHeader: Sendable {
  package let type: ElementType
  package let shape: Shape
  /// Bytes that one element takes; for strings, their fixed width.
  package let elementByteCount: Int
  /// Whether the first axis is the fastest.
  package let isFortranOrder: Bool
  /// Bytes of all elements.
  package let dataByteCount: Int

  private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]  // "\x93NUMPY"

  /// How many bytes of a file tell the length of its header.
  package static let prefixByteCount = 12

  /// The number of bytes before the first element, told from a file's first bytes; at most
  /// ``prefixByteCount`` of them are looked at.
  package static func byteCount(
    prefix: UnsafeRawBufferPointer
  ) throws(ArrayFileError) -> Int {
    guard prefix.count >= magic.count, (0..<magic.count).allSatisfy({ prefix[$0] == magic[$0] })
    else { throw ArrayFileError("not a NumPy array: its first bytes are others") }
    guard prefix.count >= prefixByteCount else { throw truncated }
    switch prefix[6] {
    case 1:
      return 10 + Int(prefix.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
    case 2, 3:
      let length = prefix.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
      return Int(clamping: 12 + Int64(length))
    default:
      throw ArrayFileError("NumPy format version \(prefix[6]); versions 1 to 3 are supported")
    }
  }

  /// Reads the header that is the whole of `bytes`.
  package init(parsing bytes: UnsafeRawBufferPointer) throws(ArrayFileError) {
    let byteCount = try Self.byteCount(prefix: bytes)
    guard byteCount <= bytes.count else { throw Self.truncated }
    let start = bytes[6] == 1 ? 10 : 12
    let fields = try NumPyHeaderFields(
      parsing: UnsafeRawBufferPointer(rebasing: bytes[start..<byteCount]))
    let format = try NumPyElementFormat(description: fields.description)
    guard let count = Shape(fields.dimensions).checkedElementCount,
      case (let byteCount, let overflow) = count.multipliedReportingOverflow(
        by: format.elementByteCount), !overflow
    else { throw ArrayFileError("its shape is too large: \(Shape(fields.dimensions).description)") }
    type = format.type
    elementByteCount = format.elementByteCount
    shape = Shape(fields.dimensions)
    isFortranOrder = fields.isFortranOrder
    dataByteCount = byteCount
  }

  static let truncated = ArrayFileError("truncated: its header is not whole")

  /// The bytes before the elements of an array, a multiple of 64 as NumPy writes them.
  package static func bytes(for array: NumPyArray) -> [UInt8] {
    var shape = "("
    for (axis, dimension) in array.shape.dimensions.enumerated() {
      shape += axis == 0 ? "\(dimension)" : ", \(dimension)"
    }
    shape += array.shape.rank == 1 ? ",)" : ")"
    var text = Array(
      ("{'descr': '" + NumPyElementFormat.description(of: array)
        + "', 'fortran_order': False, 'shape': " + shape + ", }").utf8)
    // Version 2 begins where the length no longer fits 16 bits: some ten thousand axes.
    let isLong = text.count > 65_000
    let start = isLong ? 12 : 10
    let padding = (64 - (start + text.count + 1) % 64) % 64
    text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding))
    text.append(UInt8(ascii: "\n"))
    var bytes = magic + [isLong ? 2 : 1, 0]
    for place in 0..<(isLong ? 4 : 2) {
      bytes.append(UInt8(truncatingIfNeeded: text.count >> (8 * place)))
    }
    return bytes + text
  }
}
