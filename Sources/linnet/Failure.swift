// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DeviceCommands
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Operators
import TensorCore

/// Why a command failed: what was thrown, and the file that it is about.
struct Failure: Error {
  private let error: any Error
  /// The model, where what was thrown does not name it.
  private let file: String?

  /// Nil for errors of the command line itself, which say how it is used.
  init?(_ error: any Error) {
    if let failure = error as? Failure {
      self = failure
      return
    }
    guard failureReason(error) != nil else { return nil }
    self.error = error
    file = nil
  }

  /// - Parameter file: the model that the error is about, unless it names another file.
  fileprivate init(_ error: any Error, file: String) {
    self.error = error
    self.file = file
  }

  /// 64 where the command line is wrong, else 1.
  var exitCode: Int32 { (error as? CommandError)?.exitCode ?? 1 }

  /// One line; where several nodes are at fault, further ones for them.
  var lines: [String] {
    let reason = failureReason(error) ?? "\(error)"
    let names = file.map { reason.contains($0) ? "" : $0 + ": " } ?? ""
    return [names + reason] + ((error as? ConversionError)?.partLines ?? [])
  }

  var diagnostics: [Diagnostic] {
    if let error = error as? ConversionError {
      return error.diagnostics.map { $0.about(file) }
    }
    var reason = failureReason(error) ?? "\(error)"
    // Messages begin with the file that they are about, where one of the command line's is at fault.
    let named = CommandLine.arguments.dropFirst().first { reason.hasPrefix($0 + ": ") }
    if let named { reason = String(reason.dropFirst(named.count + 2)) }
    let (cause, remedy) = reason.splittingRemedy
    var diagnostic = Diagnostic(.error, cause, remedy: remedy).about(named ?? file)
    if exitCode == 64 { diagnostic.stage = "usage" }
    return [diagnostic]
  }
}

/// What to print behind `error:`; nil for errors of the command line itself.
private func failureReason(_ error: any Error) -> String? {
  switch error {
  case let error as CommandError: error.message
  case let error as ArrayFileError: error.message
  case let error as ConversionError: error.description
  case let error as FormatError: error.message
  case let error as InterpreterError: error.message
  case let error as OperatorError: error.message
  case let error as WriteError: error.description
  case let error as CocoaError: error.localizedDescription
  default: nil
  }
}

/// What was thrown while a model was converted, with the model's name where it lacks that.
///
/// Errors of other files name those, and stay as they are.
func naming(_ model: String, in error: any Error) -> any Error {
  switch error {
  case is ConversionError, is FormatError, is InterpreterError, is OperatorError:
    Failure(error, file: model)
  default: error
  }
}

extension ConversionError {
  /// Several nodes that are at fault, those with one operator and reason together.
  fileprivate var partLines: [String] {
    var groups: [(title: String, nodes: [String])] = []
    for part in parts {
      var title = part.operator.map { $0 + ": " } ?? ""
      title += part.reason + (part.remedy.map { "; " + $0 } ?? "")
      var node = part.node.map { "'\($0)'" } ?? "the model"
      if let source = part.source {
        node += ", made at \(source)"
      } else if let layer = part.node.flatMap(layerPath) {
        node += ", in layer '\(layer)'"
      }
      if let index = groups.firstIndex(where: { $0.title == title }) {
        groups[index].nodes.append(node)
      } else {
        groups.append((title, [node]))
      }
    }
    return groups.flatMap { group in [group.title] + group.nodes.map { "  " + $0 } }
  }
}

/// Prints a value as one JSON object with sorted keys in snake case.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try writeOutput(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
}
