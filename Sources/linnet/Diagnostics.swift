// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DeviceCommands
import Foundation
import GraphIR

/// How errors, warnings and notes are written.
enum DiagnosticFormat: String, CaseIterable, ExpressibleByArgument {
  /// A line for people.
  case text
  /// An object a line, for programs.
  case json

  /// The format that a command line asks for, which may be wrong otherwise.
  init(of arguments: [String]) {
    self = .text
    let option = "--diagnostics"
    for (place, argument) in arguments.enumerated() {
      guard argument != "--" else { return }
      var value: String?
      if argument.hasPrefix(option + "=") { value = String(argument.dropFirst(option.count + 1)) }
      if argument == option, place + 1 < arguments.count { value = arguments[place + 1] }
      if let format = value.flatMap(Self.init(rawValue:)) { self = format }
    }
  }
}

/// The option of every command that says how errors, warnings and notes are written.
struct DiagnosticArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Errors, warnings and notes on stderr: text, or json, one object a line.",
      discussion: """
        Keys: level (error, warning or note), file, stage, node, operator, source (the line of Python \
        that made the node), layer (what stands before the node's name in its path), cause, remedy; \
        what is unknown is left out. An error of several nodes is an object for each.
        """, valueName: "text|json"))
  var diagnostics = DiagnosticFormat.text
}

/// What a command has to say beside its results, and the only place that writes it: to standard error.
struct Diagnostics {
  let format: DiagnosticFormat

  /// As the command line of this process asks for.
  static let standard = Diagnostics(
    format: DiagnosticFormat(of: Array(CommandLine.arguments.dropFirst())))

  /// Writes why a command failed.
  func write(_ failure: Failure) {
    switch format {
    case .json: write(failure.diagnostics)
    case .text:
      let lines = failure.lines.map(oneLine)
      writeErrorText(
        lines.enumerated().map { ($0.offset == 0 ? "error: " : "  ") + $0.element + "\n" }.joined())
    }
  }

  /// Writes what is wrong with the command line, and for people how it is right.
  func write(usage message: String) {
    guard !message.isEmpty else { return }
    let isError = message.hasPrefix("Error:")
    switch format {
    case .text:
      writeErrorText(isError ? "error:\(message.dropFirst(6))\n" : "\(message)\n")
    case .json:
      let lines = message.split(separator: "\n")
      var first = lines.first.map(String.init) ?? ""
      if isError { first = String(first.dropFirst(6).drop { $0 == " " }) }
      var diagnostic = Diagnostic(.error, first)
      diagnostic.stage = "usage"
      if lines.count > 1 { diagnostic.remedy = lines.last.map { String($0.drop { $0 == " " }) } }
      write([diagnostic])
    }
  }

  /// Writes warnings and notes.
  func write(_ diagnostics: [Diagnostic]) {
    let lines =
      switch format {
      case .json: diagnostics.map(json)
      case .text:
        diagnostics.map { oneLine(($0.level == .note ? "" : "\($0.level.rawValue): ") + $0.text) }
      }
    writeErrorText(lines.map { $0 + "\n" }.joined())
  }

  /// Writes what was done, in a line.
  func note(_ line: String) {
    write([Diagnostic(.note, line)])
  }

  /// Writes what users may not have meant, in a line that says that it is no result.
  func remark(_ line: String) {
    note(format == .text ? "note: " + line : line)
  }

  private func json(_ diagnostic: Diagnostic) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // There is nothing in it that could not be encoded.
    return (try? encoder.encode(diagnostic)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
