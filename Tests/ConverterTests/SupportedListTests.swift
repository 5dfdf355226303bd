// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import OperatorConversion
import Operators
import TensorCore
import TestSupport
import Testing

/// What README says is supported is what the code supports. `make docs` writes it anew.
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

  /// The custom operators that run, by name.
  static let customOperators = (recordedOperators + lists + files).sorted { $0.name < $1.name }

  /// TensorFlow's operators on lists.
  private static let lists = ListForm.allCases.map { form in
    let operation = CustomOperator(.list(ListOperator(form)), name: form.name, options: [])
    return (name: form.name, operation: Operator.custom(operation))
  }

  /// TensorFlow's operators that write files and read them.
  private static let files = [
    CustomOperator(.saveTensors(SaveTensors()), name: SaveTensors.customName, options: []),
    CustomOperator(.restoreTensor(RestoreTensor()), name: RestoreTensor.customName, options: []),
  ].map { (name: $0.name, operation: Operator.custom($0)) }

  /// Other custom operators; the recordings have one of each.
  private static let recordedOperators: [(name: String, operation: Operator)] = {
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
    try checkSection(
      "custom operators", of: "README.md",
      holds: Self.paragraph(Self.customOperators.map(\.name)))
  }

  @Test func readmeListsLiteOperators() throws {
    let names = Self.operators.map(\.name)
    try checkSection("lite operators", of: "README.md", holds: Self.paragraph(names))
  }

  @Test func readmeListsTensorFlowOperators() throws {
    try checkSection(
      "TensorFlow operators", of: "README.md", holds: Self.paragraph(Legalization().tensorFlowNames)
    )
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
}
