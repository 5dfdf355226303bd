// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat
import TensorCore
import Testing

/// What LiteRT's own schema says, as Toolchain/schema/check_against_litert.py recorded it.
private struct RecordedSchema: Decodable {
  let tables: [String: Table]
  let enumerations: [String: [String: Int64]]

  struct Table: Decodable {
    let slots: Int
    let fields: [String: Field]
    let vectors: [String: Int]
  }

  /// A slot, the name of a FlatBuffers type, and a default.
  struct Field: Decodable {
    let slot: Int
    let type: String
    let value: Double

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      slot = try parts.decode(Int.self)
      type = try parts.decode(String.self)
      value = try parts.decode(Double.self)
    }
  }
}

/// Reads flatc's binary schema with the reader under test. Slots are those of reflection.fbs.
private struct BinarySchema: ~Escapable {
  let root: TableView

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) throws {
    root = try TableView(rootOf: bytes)
  }

  /// Calls `body` with each table of the vector of `slot`.
  static func forEach(
    _ table: TableView, _ slot: Int, _ body: (TableView) throws -> Void
  ) throws {
    let tables = try table.tables(slot)
    for index in 0..<tables.count { try body(table.element(index, of: tables)) }
  }
}

/// `stride_w` as `StrideW`.
private func pascalCase(_ name: String) -> String {
  name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}

/// The types of reflection's numbers, as the recorded schema calls them.
private let typeNames: [Int8: String] = [
  1: "Uint8", 2: "Bool", 3: "Int8", 4: "Uint8", 5: "Int16", 6: "Uint16", 7: "Int32", 8: "Uint32",
  9: "Int64", 10: "Uint64", 11: "Float32", 12: "Float64", 13: "UOffsetTRelative",
  14: "UOffsetTRelative", 15: "UOffsetTRelative", 16: "UOffsetTRelative",
]

private let elementSizes: [Int8: Int] = [
  1: 1, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2, 7: 4, 8: 4, 9: 8, 10: 8, 11: 4, 12: 8, 13: 4, 15: 4,
]

@Suite struct SchemaFacts {
  private func recorded() throws -> RecordedSchema {
    let file = TestFiles.root.appending(path: "Tests/Fixtures/schema/slots.json")
    return try JSONDecoder().decode(RecordedSchema.self, from: Data(contentsOf: file))
  }

  private func binarySchema() throws -> Data {
    try Data(contentsOf: TestFiles.root.appending(path: "Toolchain/schema/lite.bfbs"))
  }

  @Test func everySlotAndDefaultIsThatOfLiteRT() throws {
    let recorded = try recorded()
    let data = try binarySchema()
    let schema = try BinarySchema(data.bytes)
    var tableCount = 0
    try BinarySchema.forEach(schema.root, 0) { object in
      let name = try #require(try object.string(0))
      let expected = try #require(recorded.tables[name], "\(name)")
      tableCount += 1
      var slotCount = 0
      var fieldCount = 0
      try BinarySchema.forEach(object, 1) { field in
        slotCount += 1
        if try field.bool(6, or: false) { return }  // deprecated: no one reads it
        fieldCount += 1
        let fieldName = pascalCase(try #require(try field.string(0)))
        let known = try #require(expected.fields[fieldName], "\(name).\(fieldName)")
        #expect(Int(try field.integer(2, or: UInt16(0))) == known.slot, "\(name).\(fieldName)")
        let type = try #require(try field.table(1)?.integer(0, or: Int8(0)))
        #expect(typeNames[type] == known.type, "\(name).\(fieldName)")
        let real = Double(bitPattern: try field.integer(5, or: UInt64(0)))
        let value = Double(try field.integer(4, or: Int64(0))) + real
        #expect(value == known.value, "\(name).\(fieldName)")
        if type == 14 {
          let element = try #require(try field.table(1)?.integer(1, or: Int8(0)))
          #expect(elementSizes[element] == expected.vectors[fieldName], "\(name).\(fieldName)")
        }
      }
      #expect(slotCount == expected.slots, "\(name)")
      #expect(fieldCount == expected.fields.count, "\(name)")
    }
    #expect(tableCount == recorded.tables.count)
  }

  @Test func everyNumberIsThatOfLiteRT() throws {
    let recorded = try recorded()
    let data = try binarySchema()
    let schema = try BinarySchema(data.bytes)
    var names = Set<String>()
    try BinarySchema.forEach(schema.root, 1) { entry in
      let name = try #require(try entry.string(0))
      names.insert(name)
      var values: [String: Int64] = [:]
      try BinarySchema.forEach(entry, 1) { value in
        values[try #require(try value.string(0))] = try value.integer(1, or: Int64(0))
      }
      #expect(values == recorded.enumerations[name], "\(name)")
    }
    #expect(names == Set(recorded.enumerations.keys))
  }

  @Test func generatedNamesAreThoseOfLiteRT() throws {
    let recorded = try recorded()
    let operators = try #require(recorded.enumerations["BuiltinOperator"])
    #expect(operators.count == BuiltinOperator.count)
    for (name, number) in operators {
      #expect(BuiltinOperator(rawValue: Int32(number)).name == name)
    }
    let first = try #require(recorded.enumerations["BuiltinOptions"])
    let second = try #require(recorded.enumerations["BuiltinOptions2"])
    #expect(first.count - 1 == OptionsKind.firstUnionCount)
    for kind in OptionsKind.allCases {
      let raw = Int64(kind.rawValue)
      let limit = Int64(OptionsKind.firstUnionCount)
      #expect(raw == (raw <= limit ? first[kind.name] : second[kind.name].map { $0 + limit }))
    }
    let types = try #require(recorded.enumerations["TensorType"])
    #expect(types.count == ElementType.allCases.count)
    for type in ElementType.allCases {
      #expect(types[type.name.uppercased()] == Int64(type.rawValue))
    }
  }
}
