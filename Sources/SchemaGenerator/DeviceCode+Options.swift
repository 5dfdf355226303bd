// SPDX-License-Identifier: Apache-2.0
import LiteFormat

extension DeviceCode {
  /// The kinds of options, and what decoding checks of each one's fields.
  func optionsKind() -> String {
    var text = generatedHeader + "import TensorCore\n\n"
    text += """
      /// A table of operator options: a member of the union `BuiltinOptions` or `BuiltinOptions2`.
      package enum OptionsKind: UInt8, CaseIterable, Sendable {

      """
    for (index, table) in options.all.enumerated() {
      text += "  case \(memberName(table.name)) = \(index + 1)\n"
    }
    text += """

        /// How many members the first union has.
        package static var firstUnionCount: Int { \(options.first.count) }

        /// The table's name in the format.
        package var name: String { Self.names.word(Int(rawValue) - 1) }


      """
    return text + wordList(options.all.map(\.name)) + "}\n\n" + optionsFields()
  }

  /// For each kind of options a code per slot: see `OptionsFieldShape`.
  private func optionsFields() -> String {
    var starts = [0]
    var shapes: [Int] = []
    for table in options.all {
      for field in table.fields { shapes.append(shape(of: field)) }
      starts.append(shapes.count)
    }
    return """
      /// What the fields of each kind of options look like, a number per slot.
      enum OptionsFields {
        /// The index in ``shapes`` of each kind's first slot, and the end.
        static let starts: [UInt16] = [
      \(numbers(starts))
        ]

        /// See ``OptionsFieldShape``.
        static let shapes: [UInt16] = [
      \(numbers(shapes))
        ]
      }

      """
  }

  func numbers(_ values: [Int]) -> String {
    var lines: [String] = []
    var line = "   "
    for value in values {
      if line.count + "\(value)".count > 96 {
        lines.append(line)
        line = "   "
      }
      line += " \(value),"
    }
    return (lines + [line]).joined(separator: "\n")
  }

  /// Byte count of a number, plus 16 for vectors and strings; 0 where nothing is read. The high
  /// byte is the number of values of an enumeration, 0 for other fields.
  private func shape(of field: Schema.Field) -> Int {
    if field.isDeprecated { return 0 }
    switch field.type.base {
    case .string: return 16 + 1
    case .vector: return 16 + (field.type.element.byteCount ?? 4)
    default:
      let limit = enumeration(of: field)?.values.count ?? 0
      return (field.type.base.byteCount ?? 4) + limit << 8
    }
  }

  /// The enumeration whose values a field takes, if any.
  func enumeration(of field: Schema.Field) -> Schema.Enumeration? {
    field.type.index >= 0 && field.type.base.byteCount != nil
      ? schema.enumerations[field.type.index] : nil
  }

  /// A view per table of options.
  func optionsViews() -> String {
    var text = generatedHeader
    text += "import TensorCore\n\n"
    for table in options.all {
      text += """
        /// The format's `\(table.name)`, read in place.
        package struct \(table.name)View: ~Escapable {
          private let table: TableView

          /// - Throws: if the options are another operator's.
          @_lifetime(copy options)
          package init(_ options: borrowing OptionsReader) throws(FormatError) {
            table = try options.table(.\(memberName(table.name)))
          }

        """
      for field in table.fields where !field.isDeprecated { text += accessor(field) }
      text += "}\n\n"
    }
    return String(text.dropLast())
  }

  private func accessor(_ field: Schema.Field) -> String {
    let name = camelCase(field.name)
    let slot = field.slot
    let type: String
    let body: String
    switch field.type.base {
    case .string:
      type = "String"
      body = "table.text(\(slot))"
    case .vector:
      let element = field.type.element == .bool ? "UInt8" : field.type.element.swiftName
      return """

          package var \(name): VectorView<\(element)> {
            @_lifetime(copy self) get { table.elements(\(slot)) }
          }

        """
    case .bool:
      type = "Bool"
      body = "table.flag(\(slot), or: \(field.defaultInteger != 0))"
    case .float32:
      type = "Float"
      body = "table.real(\(slot), or: \(field.defaultReal))"
    default:
      let raw = "table.number(\(slot), or: \(field.type.base.swiftName)(\(field.defaultInteger)))"
      (type, body) = integer(field, raw)
    }
    return "\n  package var \(name): \(type) { \(body) }\n"
  }

  /// The accessor of an integer: its enumeration, or Int whatever its width.
  func integer(_ field: Schema.Field, _ raw: String) -> (type: String, body: String) {
    guard let entry = enumeration(of: field) else {
      return ("Int", "Int(clamping: \(raw))")
    }
    if entry.name == "TensorType" {
      let number = "UInt8(truncatingIfNeeded: \(raw))"
      return ("ElementType", "ElementType(rawValue: \(number)) ?? .float32")
    }
    let index = entry.values.firstIndex { $0.number == field.defaultInteger } ?? 0
    return (entry.name, "\(entry.name)(rawValue: \(raw)) ?? .\(entry.caseNames[index])")
  }
}
