// SPDX-License-Identifier: Apache-2.0
import LiteFormat

/// The generated files of LiteWriter.
struct HostCode {
  let device: DeviceCode

  /// A value type per kind of options.
  func optionsValues() -> String {
    var text = generatedHeader + "import LiteFormat\nimport TensorCore\n\n"
    for table in device.options.all { text += value(of: table) + "\n" }
    return text + reading()
  }

  private func value(of table: Schema.Table) -> String {
    let fields = table.fields.filter { !$0.isDeprecated }
    var text = """
      /// The format's `\(table.name)`, to be written.
      package struct \(table.name)Value: OptionsValue {
        package static var kind: OptionsKind { .\(memberName(table.name)) }


      """
    for field in fields {
      text += "  package var \(camelCase(field.name)): \(type(of: field))\n"
    }
    let parameters = fields.map {
      "\(camelCase($0.name)): \(type(of: $0)) = \(defaultValue(of: $0))"
    }
    text += fields.isEmpty ? "" : "\n"
    text += "  package init(\(parameters.joined(separator: ", "))) {\n"
    for field in fields {
      text += "    self.\(camelCase(field.name)) = \(camelCase(field.name))\n"
    }
    text += "  }\n\n"
    return text + readingInitializer(table, fields) + writing(fields) + "}\n"
  }

  private func readingInitializer(_ table: Schema.Table, _ fields: [Schema.Field]) -> String {
    var text = "  package init(_ options: borrowing OptionsReader) throws(FormatError) {\n"
    let view = fields.isEmpty ? "_" : "let view"
    text += "    \(view) = try \(table.name)View(options)\n"
    for field in fields {
      let name = camelCase(field.name)
      text += "    \(name) = "
      switch (field.type.base, field.type.element) {
      case (.vector, .bool): text += "view.\(name).array.map { $0 != 0 }\n"
      case (.vector, .float32): text += "view.\(name).array\n"
      case (.vector, .uint8): text += "view.\(name).array\n"
      case (.vector, _): text += "view.\(name).array.map { Int(clamping: $0) }\n"
      default: text += "view.\(name)\n"
      }
    }
    return text + "  }\n\n"
  }

  private func writing(_ fields: [Schema.Field]) -> String {
    var text = """
        package func write(
          into builder: inout FlatBufferBuilder
        ) throws(WriteError) -> FlatBufferBuilder.Offset {

      """
    text += "    \(fields.isEmpty ? "let" : "var") fields = TableFields()\n"
    for field in fields {
      text += "    " + statement(adding: field) + "\n"
    }
    return text + "    return builder.table(fields)\n  }\n"
  }

  private func statement(adding field: Schema.Field) -> String {
    let name = camelCase(field.name)
    let slot = field.slot
    switch (field.type.base, field.type.element) {
    case (.string, _):
      return "fields.add(\(slot), \(name).isEmpty ? nil : builder.string(\(name)))"
    case (.vector, .bool), (.vector, .float32), (.vector, .uint8):
      return "fields.add(\(slot), \(name).isEmpty ? nil : builder.vector(\(name)))"
    case (.vector, let element):
      let vector = "try builder.vector(\(name), as: \(element.swiftName).self)"
      return "fields.add(\(slot), \(name).isEmpty ? nil : \(vector))"
    case (.bool, _): return "fields.add(\(slot), \(name), default: \(field.defaultInteger != 0))"
    case (.float32, _): return "fields.add(\(slot), \(name), default: Float(\(field.defaultReal)))"
    default:
      let raw = device.enumeration(of: field) == nil ? name : "\(name).rawValue"
      let number = "\(field.type.base.swiftName)(\(field.defaultInteger))"
      return "try fields.add(\(slot), \(raw), default: \(number))"
    }
  }

  /// The Swift type of a field: Int for integers of any size.
  private func type(of field: Schema.Field) -> String {
    switch (field.type.base, field.type.element) {
    case (.string, _): return "String"
    case (.vector, .bool): return "[Bool]"
    case (.vector, .float32): return "[Float]"
    case (.vector, .uint8): return "[UInt8]"
    case (.vector, _): return "[Int]"
    case (.bool, _): return "Bool"
    case (.float32, _): return "Float"
    default: return device.integer(field, "").type
    }
  }

  private func defaultValue(of field: Schema.Field) -> String {
    switch field.type.base {
    case .string: return "\"\""
    case .vector: return "[]"
    case .bool: return "\(field.defaultInteger != 0)"
    case .float32: return "\(field.defaultReal)"
    default:
      guard let entry = device.enumeration(of: field) else { return "\(field.defaultInteger)" }
      if entry.name == "TensorType" { return field.defaultInteger == 2 ? ".int32" : ".float32" }
      let index = entry.values.firstIndex { $0.number == field.defaultInteger } ?? 0
      return ".\(entry.caseNames[index])"
    }
  }

  /// The value of a kind that is known only when a file is read.
  private func reading() -> String {
    var text = """
      extension OptionsKind {
        /// The options of a file as a value of this kind.
        package func value(
          reading options: borrowing OptionsReader
        ) throws(FormatError) -> any OptionsValue {
          switch self {

      """
    for table in device.options.all {
      text += "    case .\(memberName(table.name)): try \(table.name)Value(options)\n"
    }
    return text + "    }\n  }\n}\n"
  }
}
