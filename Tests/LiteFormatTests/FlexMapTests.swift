// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore
import Testing

/// Maps written by hand, byte by byte, and damaged ones.
@Suite struct FlexMapTests {
  /// Keys "a", "b", "l" at 0, 2 and 4; a list of two int8 behind its length at 7; then a vector of
  /// distances to the keys, the map −3, 2.5 as half of a distance … in values of one byte.
  ///
  /// | at | bytes      | what                                                   |
  /// |----|------------|--------------------------------------------------------|
  /// | 0  | a 0 b 0 l 0 | the keys                                              |
  /// | 6  | 2 5 250    | a list: two numbers, 5 and −6                          |
  /// | 9  | 0 0 32 64  | 2.5 in four bytes                                      |
  /// | 13 | 3 14 13 12 | three keys, each a distance back                       |
  /// | 17 | 3 1 3      | keys 3 bytes before, distances of 1 byte, three values |
  /// | 20 | 253 12 15  | −3; 2.5 is 12 before; the list is 15 before            |
  /// | 23 | 4 34 44    | their kinds: int8, float behind a distance, ints       |
  /// | 26 | 6 36 1     | the map is 6 before; a map of one-byte values          |
  static let bytes: [UInt8] = [
    0x61, 0, 0x62, 0, 0x6C, 0, 2, 5, 250, 0, 0, 32, 64, 3, 14, 13, 12, 3, 1, 3, 253, 12, 15, 4, 34,
    44, 6, 36, 1,
  ]

  private func value<Value>(
    _ bytes: [UInt8], _ read: (borrowing FlexMap) throws -> Value
  ) throws -> Value {
    try read(try FlexMap(bytes.span.bytes))
  }

  @Test func readsNumbersAndLists() throws {
    #expect(try value(Self.bytes) { try $0.number("a")?.integer } == -3)
    #expect(try value(Self.bytes) { try $0.number("a")?.real } == -3)
    #expect(try value(Self.bytes) { try $0.number("b")?.real } == 2.5)
    #expect(try value(Self.bytes) { try $0.number("b")?.integer } == 2)
    #expect(try value(Self.bytes) { try $0.integers("l") } == [5, -6])
    #expect(try value(Self.bytes) { try $0.number("c") == nil })
    #expect(try value(Self.bytes) { try $0.integers("ll") == nil })
  }

  @Test func refusesOtherKinds() {
    #expect(throws: FormatError("'l' of the custom options is no number")) {
      try value(Self.bytes) { try $0.number("l") }
    }
    #expect(throws: FormatError("'a' of the custom options is no list of numbers")) {
      try value(Self.bytes) { try $0.integers("a") }
    }
    #expect(throws: FormatError("the custom options are no map")) {
      try value([5, 4, 1]) { _ in }
    }
  }

  @Test func nothingIsAMapWithoutEntries() throws {
    #expect(try value([]) { try $0.number("a") == nil })
  }

  @Test func damageNeverTraps() throws {
    func readAll(_ bytes: [UInt8]) {
      _ = try? value(bytes) { map in
        for key: StaticString in ["a", "b", "l", "missing"] {
          _ = try? map.number(key)
          _ = try? map.integers(key)
        }
      }
    }
    for place in Self.bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = Self.bytes
        changed[place] = byte
        readAll(changed)
        // Two bytes at a time reach further: the last ones say how all others are read.
        for last in [1, 2, 4, 8, 16] as [UInt8] {
          changed[changed.count - 1] = last
          readAll(changed)
        }
      }
    }
    for count in 0...Self.bytes.count {
      readAll(Array(Self.bytes.prefix(count)))
      readAll(Array(Self.bytes.suffix(count)))
    }
    var state: UInt64 = 1
    for _ in 0..<20_000 {
      var changed = Self.bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        changed[Int(state >> 33) % changed.count] = UInt8(truncatingIfNeeded: state >> 56)
      }
      readAll(changed)
    }
  }
}
