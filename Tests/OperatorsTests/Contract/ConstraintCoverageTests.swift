// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Every numbered constraint of an operator has a test that names it.
///
/// A test names constraints behind its opening brace: `// C1`, in the tests of the operator's stem;
/// where one file tests several operators, with the operator's name, `// While C1`.
@Suite struct ConstraintCoverageTests {
  /// An operator's stem and a number, as in `Tile C1`.
  private typealias Constraint = String

  private static let operators = packageRoot + "/Sources/Operators"
  private static let operatorTests = packageRoot + "/Tests/OperatorsTests"
  /// The tests of operators that no kernel computes.
  private static let controlTests =
    packageRoot + "/Tests/InterpreterTests/ControlRejectionTests.swift"

  @Test func everyConstraintHasATest() throws {
    let (stated, tested) = (try Self.stated(), try Self.tested())
    #expect(stated.count >= 240, "found only \(stated.count) constraints")
    for constraint in stated.subtracting(tested).sorted() {
      Issue.record("no test names \(constraint)")
    }
    for constraint in tested.subtracting(stated).sorted() {
      Issue.record("a test names \(constraint), which no operator states")
    }
  }

  @Test func constraintsAreNumberedInOrder() throws {
    for (stem, lines) in try Self.sources(in: Self.operators) {
      let numbers = lines.compactMap { Self.statedNumber($0) }
      #expect(numbers == numbers.indices.map { "C\($0 + 1)" }, "\(stem)")
    }
  }

  /// The constraints in the documentation of all operators.
  private static func stated() throws -> Set<Constraint> {
    var constraints: Set<Constraint> = []
    for (stem, lines) in try sources(in: operators) {
      constraints.formUnion(lines.compactMap { statedNumber($0) }.map { "\(stem) \($0)" })
    }
    return constraints
  }

  /// The constraints that tests name.
  private static func tested() throws -> Set<Constraint> {
    var constraints: Set<Constraint> = []
    for (file, lines) in try sources(in: operatorTests) where file.hasSuffix("Tests") {
      let stem = file.dropLast("Tests".count)
      constraints.formUnion(lines.flatMap { numbers(in: testComment($0)) }.map { "\(stem) \($0)" })
    }
    for line in try lines(of: controlTests) {
      guard let words = testComment(line)?.split(separator: " "), words.count == 2 else { continue }
      constraints.insert("\(words[0]) \(words[1])")
    }
    return constraints
  }

  /// The number in a line of documentation that states a constraint; nil for other lines.
  private static func statedNumber(_ line: Substring) -> String? {
    line.firstMatch(of: #/^/// - (C\d+): /#).map { String($0.1) }
  }

  /// What is said behind the opening brace of a function; nil for other lines.
  private static func testComment(_ line: Substring) -> Substring? {
    line.firstMatch(of: #/\) (?:throws )?\{  // (.+)$/#)?.1
  }

  /// The numbers of a comment that is made of nothing else.
  private static func numbers(in comment: Substring?) -> [Substring] {
    guard let words = comment?.split(separator: " "),
      words.allSatisfy({ $0.wholeMatch(of: #/C\d+/#) != nil })
    else { return [] }
    return words
  }

  /// The lines of the Swift files in a folder's folders, by the files' stems.
  private static func sources(in folder: String) throws -> [String: [Substring]] {
    var sources: [String: [Substring]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where path.hasSuffix(".swift") {
      let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      sources[stem] = try lines(of: folder + "/" + path)
    }
    return sources
  }

  private static func lines(of path: String) throws -> [Substring] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  }
}
