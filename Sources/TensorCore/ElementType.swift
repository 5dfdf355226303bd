// SPDX-License-Identifier: Apache-2.0

/// The type of one element of a tensor; raw values are those of the lite format's `TensorType`.
package enum ElementType: UInt8, Sendable, CaseIterable {
  case float32 = 0
  case float16 = 1
  case int32 = 2
  case uint8 = 3
  case int64 = 4
  case string = 5
  case bool = 6
  case int16 = 7
  case complex64 = 8
  case int8 = 9
  case float64 = 10
  case complex128 = 11
  case uint64 = 12
  case resource = 13
  case variant = 14
  case uint32 = 15
  case uint16 = 16
  case int4 = 17
  case bfloat16 = 18
  case int2 = 19
  case uint4 = 20
  case float8E4M3FN = 21
  case float8E5M2 = 22

  /// Bits that one element takes, or nil where elements have no fixed size.
  package var bitCount: Int? {
    switch self {
    case .int2: 2
    case .int4, .uint4: 4
    case .uint8, .int8, .bool, .float8E4M3FN, .float8E5M2: 8
    case .float16, .bfloat16, .int16, .uint16: 16
    case .float32, .int32, .uint32: 32
    case .int64, .uint64, .float64, .complex64: 64
    case .complex128: 128
    case .string, .resource, .variant: nil
    }
  }

  /// Bytes of `count` packed elements, or nil where elements have no fixed size or are too many
  /// for their bytes to be counted.
  package func byteCount(of count: Int) -> Int? {
    guard let bitCount, count >= 0 else { return nil }
    let (bits, overflow) = Int64(count).multipliedReportingOverflow(by: Int64(bitCount))
    return overflow || bits > Int64.max - 7 ? nil : Int(exactly: (bits + 7) / 8)
  }

  /// The integers that elements hold: the one table of ranges. Nil for types of other elements, and
  /// for those that a 32-bit integer cannot count.
  package var integerRange: ClosedRange<Int32>? {
    switch self {
    case .int2: -2...1
    case .int4: -8...7
    case .uint4: 0...15
    case .int8: -128...127
    case .uint8: 0...255
    case .int16: -32768...32767
    case .uint16: 0...65535
    case .int32: Int32.min...Int32.max
    default: nil
    }
  }

  /// The name users know, as in `float32`.
  package var name: String {
    switch self {
    case .float32: "float32"
    case .float16: "float16"
    case .int32: "int32"
    case .uint8: "uint8"
    case .int64: "int64"
    case .string: "string"
    case .bool: "bool"
    case .int16: "int16"
    case .complex64: "complex64"
    case .int8: "int8"
    case .float64: "float64"
    case .complex128: "complex128"
    case .uint64: "uint64"
    case .resource: "resource"
    case .variant: "variant"
    case .uint32: "uint32"
    case .uint16: "uint16"
    case .int4: "int4"
    case .bfloat16: "bfloat16"
    case .int2: "int2"
    case .uint4: "uint4"
    case .float8E4M3FN: "float8_e4m3fn"
    case .float8E5M2: "float8_e5m2"
    }
  }
}

/// A set of element types, for the rules that say what an operand may be.
package struct ElementTypeSet: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  package init(_ type: ElementType) {
    rawValue = 1 << UInt32(type.rawValue)
  }

  package static let float32 = ElementTypeSet(.float32)
  package static let float16 = ElementTypeSet(.float16)
  package static let int32 = ElementTypeSet(.int32)
  package static let uint8 = ElementTypeSet(.uint8)
  package static let int64 = ElementTypeSet(.int64)
  package static let string = ElementTypeSet(.string)
  package static let bool = ElementTypeSet(.bool)
  package static let int16 = ElementTypeSet(.int16)
  package static let complex64 = ElementTypeSet(.complex64)
  package static let int8 = ElementTypeSet(.int8)
  package static let float64 = ElementTypeSet(.float64)
  package static let complex128 = ElementTypeSet(.complex128)
  package static let uint64 = ElementTypeSet(.uint64)
  package static let resource = ElementTypeSet(.resource)
  package static let variant = ElementTypeSet(.variant)
  package static let uint32 = ElementTypeSet(.uint32)
  package static let uint16 = ElementTypeSet(.uint16)
  package static let int4 = ElementTypeSet(.int4)
  package static let bfloat16 = ElementTypeSet(.bfloat16)
  package static let int2 = ElementTypeSet(.int2)
  package static let uint4 = ElementTypeSet(.uint4)

  package static let any = ElementTypeSet(rawValue: .max)
  package static let indices: ElementTypeSet = [.int32, .int64]
  package static let quantized: ElementTypeSet = [.int8, .uint8, .int16]

  package func contains(_ type: ElementType) -> Bool {
    rawValue & 1 << UInt32(type.rawValue) != 0
  }

  /// The members' names, separated by commas.
  package var names: String {
    var text = ""
    for type in ElementType.allCases where contains(type) {
      if !text.isEmpty { text += ", " }
      text += type.name
    }
    return text
  }
}
