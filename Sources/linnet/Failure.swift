// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DeviceCommands
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Operators

/// The exit code of a failure: 64 where the command line is wrong, else 1.
func failureCode(_ error: any Error) -> Int32 {
  (error as? CommandError)?.exitCode ?? 1
}

/// What to print behind `error:`; nil for errors of the command line itself.
func failureReason(_ error: any Error) -> String? {
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

func writeError(_ text: String) {
  FileHandle.standardError.write(Data(text.utf8))
}

/// Prints a value as one JSON object with sorted keys in snake case.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
}
