// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore
import TestSupport
import Testing

/// Attributes of TensorFlow's nodes, written by hand, and damaged ones.
@Suite struct FlexNodeTests {
  /// An attribute is a message of one field: 3 is an integer, 5 a boolean, 6 an element type. −1 has
  /// ten bytes of seven bits.
  static let bytes = flexOptions(
    "Some",
    [
      ("count", [0x18, 5]), ("less", [0x18] + [UInt8](repeating: 0xFF, count: 9) + [1]),
      ("is", [0x28, 1]), ("T", [0x30, 9]), ("none", [0x30, 13]),
      ("count", [0x18, 7]),
    ])

  private func value<Value>(
    _ bytes: [UInt8], _ read: (borrowing FlexNode) throws -> Value
  ) throws -> Value {
    try read(try FlexNode(bytes.span.bytes))
  }

  /// Where an attribute comes twice, the last one counts.
  @Test func readsAttributes() throws {
    #expect(try value(Self.bytes) { try $0.integer("count") } == 7)
    #expect(try value(Self.bytes) { try $0.integer("less") } == -1)
    #expect(try value(Self.bytes) { try $0.boolean("is") } == true)
    #expect(try value(Self.bytes) { try $0.elementType("T") } == .int64)
    #expect(try value(Self.bytes) { try $0.integer("coun") } == nil)
    #expect(try value(Self.bytes) { try $0.integer("counts") } == nil)
    #expect(try value(Self.bytes) { try $0.boolean("T") } == nil)
  }

  /// 1 is a list, whose field 3 are integers: side by side, or one by one. 4 is a number of 32 bits, 2 a
  /// text.
  @Test func readsListsNumbersAndTexts() throws {
    let bytes = flexOptions(
      "Some",
      [
        ("sizes", [0x0A, 4, 0x1A, 2, 1, 9]), ("single", [0x0A, 4, 0x18, 7, 0x18, 8]),
        ("none", [0x0A, 0]), ("alpha", [0x25, 0, 0, 0x80, 0x3E]),
        ("padding", [0x12, 4, 0x53, 0x41, 0x4D, 0x45]),
      ])
    #expect(try value(bytes) { try $0.integers("sizes") } == [1, 9])
    #expect(try value(bytes) { try $0.integers("single") } == [7, 8])
    #expect(try value(bytes) { try $0.integers("none") } == [])
    #expect(try value(bytes) { try $0.integers("other") } == nil)
    #expect(try value(bytes) { try $0.real("alpha") } == 0.25)
    #expect(try value(bytes) { try $0.real("beta") } == nil)
    #expect(try value(bytes) { try $0.has("padding", "SAME") } == true)
    #expect(try value(bytes) { try $0.has("padding", "VALID") } == false)
    #expect(try value(bytes) { try $0.has("data_format", "SAME") } == nil)
  }

  /// TensorFlow's number 13 is a quantized type that the format has not.
  @Test func refusesOtherTypes() {
    #expect(throws: FormatError("attribute 'none' is no element type that is supported: 13")) {
      try value(Self.bytes) { try $0.elementType("none") }
    }
    #expect(throws: FormatError("attribute 'x' is no element type that is supported: 0")) {
      try value(Self.bytes) { try $0.elementType("x") }
    }
  }

  @Test func refusesOtherOptions() {
    #expect(throws: FormatError("the custom options are damaged")) { try value([]) { _ in } }
    #expect(throws: FormatError("the custom options are no vector")) {
      try value([5, 4, 1]) { _ in }
    }
    var number = Self.bytes
    number[number.count - 4] = 4
    #expect(throws: FormatError("the custom options hold no node")) { try value(number) { _ in } }
  }

  @Test func damageNeverTraps() throws {
    func readAll(_ bytes: [UInt8]) {
      _ = try? value(bytes) { node in
        _ = try? node.integer("count")
        _ = try? node.boolean("is")
        _ = try? node.integers("count")
        _ = try? node.real("less")
        _ = try? node.has("T", "T")
        _ = try? node.elementType("T")
      }
    }
    for place in Self.bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = Self.bytes
        changed[place] = byte
        readAll(changed)
        // The last bytes say how all others are read.
        for last in [0, 2, 4, 8] as [UInt8] where byte % 8 == 0 {
          changed[changed.count - 1] = last
          readAll(changed)
        }
      }
    }
    for count in 0...Self.bytes.count {
      readAll(Array(Self.bytes.prefix(count)))
      readAll(Array(Self.bytes.suffix(count)))
    }
  }
}
