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

/// What was thrown while a model was converted, with the model's name where it lacks that.
///
/// Errors of other files name those, and stay as they are.
func naming(_ model: String, in error: any Error) -> any Error {
  switch error {
  case is ConversionError, is FormatError, is InterpreterError, is OperatorError:
    guard let reason = failureReason(error), model.isEmpty || !reason.contains(model) else {
      return error
    }
    return CommandError.failure("\(model): \(reason)")
  default: return error
  }
}

/// Prints a value as one JSON object with sorted keys in snake case.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try writeOutput(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
}
