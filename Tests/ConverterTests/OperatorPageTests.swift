// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// What docs/operators.md says of operators, their kernels and their tests is so. `make docs` writes
/// it anew.
@Suite(.serialized)
struct OperatorPageTests {
  @Test func listsTypes() throws {
    let constraints = try statedConstraints { _ in true }
    var lines = ["| operator | inputs | outputs | cases | tests |", "|---|---|---|---:|---:|"]
    for (name, operation) in Self.operators {
      let rules = operation.operandRules
      let inputs = Self.operands(rules.inputs, repeatsLast: rules.repeatsLastInput)
      let outputs = Self.operands(rules.outputs, repeatsLast: rules.repeatsLastOutput)
      let stem = Self.stem(of: operation)
      let rejections = constraints.count { $0.hasPrefix(stem + " C") }
      lines.append(
        "| \(name) | \(inputs) | \(outputs) | \(try Self.recordedCases(of: name).count) "
          + "| \(try Self.testCount(of: stem) + rejections) |")
    }
    try checkSection("operators", of: Self.page, holds: lines.joined(separator: "\n") + "\n")
  }

  @Test func listsKernels() throws {
    var lines = ["| operator | elements | kernel | cases |", "|---|---|---|---:|"]
    for (name, _) in Self.operators {
      var counts: [Use: Int] = [:]
      for path in try Self.recordedCases(of: name) { counts[try Self.use(path), default: 0] += 1 }
      lines += counts.sorted { $0.key < $1.key }.map {
        "| \(name) | \($0.key.elements) | \($0.key.kernel) | \($0.value) |"
      }
    }
    try checkSection("kernels", of: Self.page, holds: lines.joined(separator: "\n") + "\n")
  }

  @Test func listsVariants() throws {
    var lines = ["| kernel | variants |", "|---|---|"]
    for (kernel, variants) in try Self.variants().sorted(by: { $0.key < $1.key }) {
      lines.append("| \(kernel) | \(variants.joined(separator: ", ")) |")
    }
    try checkSection("variants", of: Self.page, holds: lines.joined(separator: "\n") + "\n")
  }

  private static let page = "docs/operators.md"
  private static let operators =
    SupportedListTests.operators + SupportedListTests.customOperators

  // MARK: Types

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

  // MARK: Tests

  /// The stem that the operator's files bear.
  private static func stem(of operation: Operator) -> String {
    let own = Mirror(reflecting: operation).children.first?.value
    let kind = (own as? CustomOperator).flatMap {
      Mirror(reflecting: $0.kind).children.first?.value
    }
    return (kind ?? own).map { "\(type(of: $0))" } ?? ""
  }

  /// Tests in the file that bears the operator's stem.
  private static func testCount(of stem: String) throws -> Int {
    let folder = packageRoot + "/Tests/OperatorsTests"
    return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(0) { sum, family in
      let path = "\(folder)/\(family)/\(stem)Tests.swift"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return sum }
      return sum + text.ranges(of: "@Test").count
    }
  }

  /// Files of the operator alone; for those that make sense in whole models only, models with it.
  private static func recordedCases(of name: String) throws -> [String] {
    let folder = fixture("operators/" + name)
    guard FileManager.default.fileExists(atPath: folder) else {
      return try (files(in: fixture("control")) + files(in: fixture("training"))).filter { path in
        try ModelFile(path: path).model.subgraphs.contains { subgraph in
          subgraph.operators.contains { $0.name == name }
        }
      }
    }
    return try files(in: folder)
  }

  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".tflite") }.sorted().map { folder + "/" + $0 }
  }

  // MARK: Kernels

  /// What a case is an example of.
  private struct Use: Hashable, Comparable {
    let elements: String
    let kernel: String

    static func < (a: Use, b: Use) -> Bool { (a.elements, a.kernel) < (b.elements, b.kernel) }
  }

  private static func use(_ path: String) throws -> Use {
    let file = try ModelFile(path: path)
    guard path.hasPrefix(fixture("operators")) else {
      return Use(elements: "any", kernel: "the engine's own")
    }
    let interpreter = try Interpreter(file)
    try interpreter.prepare()
    let kernel = interpreter.kernels[0] ?? "computed ahead"
    return Use(
      elements: try elements(of: file.model.subgraphs[0]),
      kernel: kernel.components(separatedBy: "__")[0])
  }

  /// The types that flow, and those of weights that are others: as in `int16, int8 weights`,
  /// `bool × float32` and `float32 → int64`.
  private static func elements(of subgraph: LiteModel.Subgraph) throws -> String {
    let entry = subgraph.operators[0]
    let operation = Self.operators.first { $0.name == entry.name }?.operation
    let rules = try #require(operation).operandRules
    func types(_ isIncluded: (OperandRule.Role) -> Bool) -> [String] {
      entry.inputs.enumerated().compactMap { position, tensor in
        guard tensor >= 0, let rule = rules.input(position), isIncluded(rule.role) else {
          return nil
        }
        return subgraph.tensors[tensor].type.name
      }
    }
    let inputs = types { $0 == .activation }
    let weights = types { if case .weights = $0 { true } else { false } }
    let outputs = entry.outputs.map { subgraph.tensors[$0].type.name }
    let all = types { _ in true }
    var flowing: [String] = []
    for type in inputs.isEmpty ? Array(all.prefix(1)) : inputs where !flowing.contains(type) {
      flowing.append(type)
    }
    var text = flowing.joined(separator: " × ")
    if let output = outputs.first, !flowing.contains(output) { text += " → " + output }
    if let other = weights.first(where: { !flowing.contains($0) }) { text += ", \(other) weights" }
    return text
  }

  /// The variants of each kernel that has a list of them, in the order of the list.
  private static func variants() throws -> [String: [String]] {
    let sources = packageRoot + "/Sources/CKernels"
    var variants: [String: [String]] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: sources)!
    where path.hasSuffix(".list.h") {
      let text = try String(contentsOfFile: sources + "/" + path, encoding: .utf8)
      for match in text.matches(of: #/\bV\((\w+?)__(\w+),/#) {
        variants[String(match.1), default: []].append(String(match.2))
      }
    }
    return variants
  }
}
