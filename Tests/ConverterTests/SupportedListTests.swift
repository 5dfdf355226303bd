// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import OperatorConversion
import Operators
import TensorCore
import TestSupport
import Testing

/// What the pages say is supported is what the code supports. `UPDATE_GOLDEN=1` writes them anew.
@Suite(.serialized)
struct SupportedListTests {
  /// The operators that run, by name.
  static let operators: [(name: String, operation: Operator)] = {
    let nothing: [UInt8] = [0, 0, 0, 0]
    return (0..<BuiltinOperator.count).compactMap { number in
      let builtin = BuiltinOperator(rawValue: Int32(number))
      let reader = OptionsReader(bytes: nothing.span.bytes)
      guard let operation = try? Operator(builtin, reading: reader) else { return nil }
      return (builtin.name, operation)
    }.sorted { $0.name < $1.name }
  }()

  /// The custom operators that run, by name; the recordings have one of each.
  static let customOperators: [(name: String, operation: Operator)] = {
    let folder = fixture("operators")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0 != $0.uppercased() }.sorted().compactMap { name in
      let files = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")
      guard let path = files?.first(where: { $0.hasSuffix(".tflite") }),
        let file = try? ModelFile(path: "\(folder)/\(name)/\(path)"),
        let operation = try? Operator(
          file.model.subgraphs[0].operators[0], in: RawSpan(_unsafeBytes: file.bytes))
      else { return nil }
      return (name, operation)
    }
  }()

  @Test func readmeListsCustomOperators() throws {
    try check(
      "README.md", section: "custom operators",
      holds: Self.paragraph(Self.customOperators.map(\.name)))
  }

  @Test func readmeListsLiteOperators() throws {
    let names = Self.operators.map(\.name)
    try check("README.md", section: "lite operators", holds: Self.paragraph(names))
  }

  @Test func readmeListsTensorFlowOperators() throws {
    try check(
      "README.md", section: "TensorFlow operators",
      holds: Self.paragraph(Legalization().tensorFlowNames))
  }

  @Test func operatorPageListsTypes() throws {
    var lines = ["| operator | inputs | outputs |", "|---|---|---|"]
    for (name, operation) in Self.operators + Self.customOperators {
      let rules = operation.operandRules
      lines.append(
        "| \(name) | \(Self.operands(rules.inputs, repeatsLast: rules.repeatsLastInput)) "
          + "| \(Self.operands(rules.outputs, repeatsLast: rules.repeatsLastOutput)) |")
    }
    try check(
      "docs/operators.md", section: "operators", holds: lines.joined(separator: "\n") + "\n")
  }

  private static let sets: [UInt32: String] = [
    ElementTypeSet.any.rawValue: "any", ElementTypeSet.fixedSize.rawValue: "any of fixed size",
    ElementTypeSet.wholeBytes.rawValue: "any of whole bytes",
    ElementTypeSet.elements.rawValue: "any of fixed size or string",
    ElementTypeSet.movable.rawValue: "any of whole bytes or string",
  ]

  /// Operands of one name that stand side by side are counted.
  private static func operands(_ rules: [OperandRule], repeatsLast: Bool) -> String {
    var texts: [(text: String, name: String, count: Int)] = []
    for (index, rule) in rules.enumerated() {
      let isLast = index == rules.count - 1
      let types = Self.sets[rule.types.rawValue] ?? rule.types.names
      let text =
        (isLast && repeatsLast ? " …: " : ": ") + types + (rule.isOptional ? " (optional)" : "")
      if let last = texts.last, last.name == "\(rule.name)", last.text == text {
        texts[texts.count - 1].count += 1
      } else {
        texts.append((text, "\(rule.name)", 1))
      }
    }
    return texts.map { ($0.count > 1 ? "\($0.count) × " : "") + $0.name + $0.text }
      .joined(separator: "; ")
  }

  /// Words in lines of up to 100 characters, after their number.
  private static func paragraph(_ words: [String]) -> String {
    var lines = ["\(words.count):", "", ""]
    for word in words {
      if !lines[lines.count - 1].isEmpty, lines[lines.count - 1].count + word.count >= 100 {
        lines.append("")
      }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Checks what stands between a section's marks in a page.
  private func check(_ page: String, section: String, holds expected: String) throws {
    let path = URL(fileURLWithPath: packageRoot + "/" + page)
    let text = try String(contentsOf: path, encoding: .utf8)
    let (begin, end) = ("<!-- \(section): generated -->\n", "<!-- end of \(section) -->")
    let first = try #require(text.range(of: begin), "\(page) has no section '\(section)'")
    let last = try #require(text.range(of: end), "\(page): '\(section)' has no end")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      let updated = text.replacingCharacters(
        in: first.upperBound..<last.lowerBound, with: expected)
      try updated.write(to: path, atomically: true, encoding: .utf8)
    } else {
      #expect(
        text[first.upperBound..<last.lowerBound] == expected,
        "\(page): '\(section)' is not what the code says; UPDATE_GOLDEN=1 writes it anew")
    }
  }
}
