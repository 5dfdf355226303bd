import LiteFormat
// SPDX-License-Identifier: Apache-2.0
import TensorCore

let generatedHeader = """
  // SPDX-License-Identifier: Apache-2.0
  // Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.


  """

/// Tables that are members of the unions of operator options, in the order of ``OptionsKind``.
struct OptionsMembers {
  let first: [Schema.Table]
  let second: [Schema.Table]

  init(_ schema: Schema) throws(FormatError) {
    first = try Self.members("BuiltinOptions", of: schema)
    second = try Self.members("BuiltinOptions2", of: schema)
  }

  var all: [Schema.Table] { first + second }

  private static func members(
    _ union: String, of schema: Schema
  ) throws(FormatError) -> [Schema.Table] {
    var tables: [Schema.Table] = []
    for (index, value) in try schema.enumeration(union).values.enumerated() {
      guard value.number == index else { throw FormatError("\(union) has holes") }
      if index > 0 { tables.append(try schema.table(value.name)) }
    }
    return tables
  }
}

/// The generated files of LiteFormat.
struct DeviceCode {
  let schema: Schema
  let options: OptionsMembers

  /// The schema's enumerations but those that have types of their own.
  func enumerations() -> String {
    var text = generatedHeader
    for entry in schema.enumerations
    where !entry.isUnion && !["TensorType", "BuiltinOperator"].contains(entry.name) {
      text += "/// The format's `\(entry.name)`.\n"
      let raw = entry.underlying.swiftName
      text += "package enum \(entry.name): \(raw), CaseIterable, Sendable {\n"
      for (name, value) in zip(entry.caseNames, entry.values) {
        text += "  case \(name) = \(value.number)\n"
      }
      text += "}\n\n"
    }
    return String(text.dropLast())
  }

  /// The operators' numbers and names.
  func builtinOperator() throws(FormatError) -> String {
    let operators = try schema.enumeration("BuiltinOperator")
    let named = zip(operators.caseNames, operators.values)
    var text = generatedHeader + "import TensorCore\n\n"
    text += """
      /// The number of an operator in the format; files may have numbers that it does not name.
      package struct BuiltinOperator: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) {
          self.rawValue = rawValue
        }

        /// How many operators the format numbers, from 0.
        package static var count: Int { \(operators.values.count) }


      """
    for (name, value) in named {
      text += "  package static var \(name): Self { Self(rawValue: \(value.number)) }\n"
    }
    text += """

        /// The format's name, as in `CONV_2D`; `OPERATOR_300` for a number that has none.
        package var name: String {
          guard rawValue >= 0, rawValue < Self.count else { return "OPERATOR_\\(rawValue)" }
          return Self.names.word(Int(rawValue))
        }


      """
    for (index, value) in operators.values.enumerated() where value.number != index {
      throw FormatError("BuiltinOperator has holes")
    }
    return text + wordList(operators.values.map(\.name)) + "}\n"
  }

  /// The slots of every table that is no operator's options.
  func slots() -> String {
    let optionNames = Set(options.all.map(\.name))
    var text = generatedHeader
    for table in schema.tables where !optionNames.contains(table.name) && !table.fields.isEmpty {
      text += "/// The slots of the format's table `\(table.name)`.\n"
      text += "package enum \(table.name)Slot {\n"
      for field in table.fields where !field.isDeprecated {
        text += "  package static var \(camelCase(field.name)): Int { \(field.slot) }\n"
      }
      text += "}\n\n"
    }
    return String(text.dropLast())
  }
}

extension Schema.BaseType {
  /// The Swift type of a number.
  var swiftName: String {
    switch self {
    case .bool: "Bool"
    case .int8: "Int8"
    case .uint8, .unionType: "UInt8"
    case .int16: "Int16"
    case .uint16: "UInt16"
    case .int32: "Int32"
    case .uint32: "UInt32"
    case .int64: "Int64"
    case .uint64: "UInt64"
    case .float32: "Float"
    case .float64: "Double"
    default: "Never"
    }
  }
}
