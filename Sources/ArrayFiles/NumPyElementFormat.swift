// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// NumPy's name of an element type: byte order, kind and bytes, as in `<f4`.
struct NumPyElementFormat {
  let type: ElementType
  let elementByteCount: Int

  /// Reads a name; throws for types that have no counterpart, saying what to save instead.
  init(description: String) throws(ArrayFileError) {
    var characters = Array(description.utf8)
    var isBigEndian = false
    if let order = characters.first, [0x3C, 0x3D, 0x3E, 0x7C].contains(order) {  // < = > |
      isBigEndian = order == UInt8(ascii: ">")
      characters.removeFirst()
    }
    if characters.first == UInt8(ascii: "O") {
      throw ArrayFileError("its elements are Python objects; save numbers or bytes")
    }
    guard let kind = characters.first, let size = Self.number(characters.dropFirst()),
      size > 0
    else {
      throw ArrayFileError("element type '\(description)' is not supported")
    }
    elementByteCount = size
    switch (kind, size) {
    case (UInt8(ascii: "b"), 1): type = .bool
    case (UInt8(ascii: "i"), 1): type = .int8
    case (UInt8(ascii: "i"), 2): type = .int16
    case (UInt8(ascii: "i"), 4): type = .int32
    case (UInt8(ascii: "i"), 8): type = .int64
    case (UInt8(ascii: "u"), 1): type = .uint8
    case (UInt8(ascii: "u"), 2): type = .uint16
    case (UInt8(ascii: "u"), 4): type = .uint32
    case (UInt8(ascii: "u"), 8): type = .uint64
    case (UInt8(ascii: "f"), 2): type = .float16
    case (UInt8(ascii: "V"), 2): type = .bfloat16
    case (UInt8(ascii: "f"), 4): type = .float32
    case (UInt8(ascii: "f"), 8): type = .float64
    case (UInt8(ascii: "c"), 8): type = .complex64
    case (UInt8(ascii: "c"), 16): type = .complex128
    case (UInt8(ascii: "S"), _), (UInt8(ascii: "a"), _): type = .string
    case (UInt8(ascii: "U"), _):
      throw ArrayFileError(
        "its elements are Unicode strings; save them as bytes: array.astype('S')")
    default:
      throw ArrayFileError("element type '\(description)' is not supported")
    }
    if isBigEndian && type != .string && size > 1 {
      throw ArrayFileError(
        "its elements are big-endian; save them little-endian: array.astype('<\(Self.code(type))')")
    }
  }

  /// NumPy's name of the array's element type.
  static func description(of array: NumPyArray) -> String {
    switch array.type {
    case .string: "|S\(array.elementByteCount)"
    case .bool, .int8, .uint8: "|" + code(array.type)
    default: "<" + code(array.type)
    }
  }

  /// Kind and bytes; bfloat16 and others that NumPy does not know are saved as plain bytes, as it
  /// does itself.
  private static func code(_ type: ElementType) -> String {
    switch type {
    case .bool: "b1"
    case .int8: "i1"
    case .int16: "i2"
    case .int32: "i4"
    case .int64: "i8"
    case .uint8: "u1"
    case .uint16: "u2"
    case .uint32: "u4"
    case .uint64: "u8"
    case .float16: "f2"
    case .float32: "f4"
    case .float64: "f8"
    case .complex64: "c8"
    case .complex128: "c16"
    default: "V\(type.byteCount(of: 1) ?? 1)"
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count < 10 else { return nil }
    var number = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      number = number * 10 + Int(digit - 0x30)
    }
    return number
  }
}
