import LiteFormat
// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// A FlatBuffers schema, as flatc's binary form (reflection) tells it.
struct Schema {
  let tables: [Table]
  let enumerations: [Enumeration]

  struct Table {
    let name: String
    /// In the order of their slots.
    let fields: [Field]
  }

  struct Field {
    let name: String
    let slot: Int
    let type: FieldType
    let defaultInteger: Int64
    let defaultReal: Double
    let isDeprecated: Bool
  }

  /// A field's type; `index` is that of the enumeration or table it names.
  struct FieldType {
    let base: BaseType
    let element: BaseType
    let index: Int
  }

  struct Enumeration {
    let name: String
    let isUnion: Bool
    let underlying: BaseType
    let values: [(name: String, number: Int64)]
  }

  /// The kinds of values that reflection knows, by its numbers.
  enum BaseType: Int8 {
    case none = 0
    case unionType, bool, int8, uint8, int16, uint16, int32, uint32, int64, uint64
    case float32, float64, string, vector, table, union, array, vector64

    /// Bytes of one value, or nil where it is no plain number.
    var byteCount: Int? {
      switch self {
      case .bool, .int8, .uint8, .unionType: 1
      case .int16, .uint16: 2
      case .int32, .uint32, .float32: 4
      case .int64, .uint64, .float64: 8
      default: nil
      }
    }
  }

  /// The table of `name`, which the schema must have.
  func table(_ name: String) throws(FormatError) -> Table {
    guard let table = tables.first(where: { $0.name == name }) else {
      throw FormatError("the schema has no table '\(name)'")
    }
    return table
  }

  /// The enumeration or union of `name`, which the schema must have.
  func enumeration(_ name: String) throws(FormatError) -> Enumeration {
    guard let result = enumerations.first(where: { $0.name == name }) else {
      throw FormatError("the schema has no enumeration '\(name)'")
    }
    return result
  }
}

extension Schema {
  /// Reads flatc's binary schema.
  init(_ bytes: RawSpan) throws(FormatError) {
    let root = try TableView(rootOf: bytes)
    tables = try root.map(0) { (object) throws(FormatError) in
      let fields = try object.map(1) { (field) throws(FormatError) in try Field(field) }
      return Table(
        name: try object.string(0) ?? "", fields: fields.sorted { $0.slot < $1.slot })
    }
    enumerations = try root.map(1) { (entry) throws(FormatError) in
      let values = try entry.map(1) { (value) throws(FormatError) in
        (name: try value.string(0) ?? "", number: try value.integer(1, or: Int64(0)))
      }
      return Enumeration(
        name: try entry.string(0) ?? "", isUnion: try entry.bool(2, or: false),
        underlying: try FieldType(entry, 3).base, values: values)
    }
  }
}

extension Schema.Field {
  init(_ field: TableView) throws(FormatError) {
    name = try field.string(0) ?? ""
    type = try Schema.FieldType(field, 1)
    slot = Int(try field.integer(2, or: UInt16(0)))
    defaultInteger = try field.integer(4, or: Int64(0))
    defaultReal = Double(bitPattern: try field.integer(5, or: UInt64(0)))
    isDeprecated = try field.bool(6, or: false)
  }
}

extension Schema.FieldType {
  /// The type that the field `slot` of `parent` holds.
  init(_ parent: TableView, _ slot: Int) throws(FormatError) {
    guard let type = try parent.table(slot) else { throw FormatError("a field without a type") }
    guard let base = Schema.BaseType(rawValue: try type.integer(0, or: Int8(0))),
      let element = Schema.BaseType(rawValue: try type.integer(1, or: Int8(0)))
    else { throw FormatError("a field of unknown type") }
    self.base = base
    self.element = element
    index = Int(try type.integer(2, or: Int32(-1)))
  }
}

extension TableView {
  /// What `body` makes of each table of the vector of `slot`.
  func map<Result>(
    _ slot: Int, _ body: (TableView) throws(FormatError) -> Result
  ) throws(FormatError) -> [Result] {
    let tables = try self.tables(slot)
    var results: [Result] = []
    for index in 0..<tables.count { results.append(try body(element(index, of: tables))) }
    return results
  }
}
