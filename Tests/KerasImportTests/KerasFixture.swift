// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
import LiteWriter
import Operators
import TensorCore
import TestSupport
import Testing

@testable import KerasImport

/// A model of `Tests/Fixtures/keras`, with what Keras computed.
struct KerasFixture: CustomTestStringConvertible, Sendable {
  /// As in `keras3/dense.keras`.
  let file: String

  var testDescription: String { file }

  private var stem: String { String(file.prefix { $0 != "." }) }

  private static let archivePath = fixture("keras/models.zip")

  private static let arrays = Result { try readArrays(at: fixture("keras/arrays.npz")) }

  /// Every model, by the lists of their names in the archive.
  static let all: [KerasFixture] = {
    guard let archive = try? KerasArchive(path: archivePath),
      let names = try? archive.json("models.json").array
    else { return [] }
    return names.compactMap(\.string).map { KerasFixture(file: $0) }
  }()

  /// The bytes of the file.
  func bytes() throws -> [UInt8] {
    let file = try KerasArchive(path: Self.archivePath).extracted(file)
    return [UInt8](file.bytes)
  }

  /// Calls `body` with the path of the file.
  func withPath<Result>(_ body: (String) throws -> Result) throws -> Result {
    let file = try KerasArchive(path: Self.archivePath).extracted(file)
    return try body("/proc/self/fd/\(file.descriptor)")
  }

  /// Arrays of a kind, by name: `in` by the inputs' names, `out` by the outputs'.
  func arrays(_ kind: String) throws -> [String: NumPyArray] {
    let prefix = "\(stem)|\(kind)|"
    let found = try Self.arrays.get().filter { $0.key.hasPrefix(prefix) }
    return Dictionary(
      uniqueKeysWithValues: found.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
  }

  /// What the model gives after it has been converted, by the outputs' names.
  func results() throws -> [String: (shape: [Int], numbers: [Float])] {
    let program = try withPath { try Conversion(.keras(path: $0)).program() }
    return try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      try LiteSerializer.serialize(LiteFileContents(program)).write(toPath: path)
      let interpreter = try Interpreter(ModelFile(path: path))
      let given = try arrays("in")
      let shapes = try interpreter.inputs.enumerated().map { index, input in
        guard let array = given[input.name] else {
          throw ArrayFileError("there is no input '\(input.name)'")
        }
        return (input: index, shape: array.shape)
      }
      try interpreter.resizeInputs(shapes)
      for input in interpreter.inputs {
        given[input.name]!.bytes.withUnsafeBytes {
          interpreter.bytes(of: input.tensor).copyMemory(from: $0)
        }
      }
      try interpreter.invoke()
      var results: [String: (shape: [Int], numbers: [Float])] = [:]
      for output in interpreter.outputs {
        let operand = interpreter.tensor(output.tensor)
        let bytes = interpreter.bytes(of: output.tensor)
        results[output.name] = (operand.shape.dimensions, numbers(bytes, of: operand.type))
      }
      return results
    }
  }

  private func numbers(
    _ bytes: UnsafeMutableRawBufferPointer, of type: ElementType
  ) -> [Float] {
    switch type {
    case .int32: bytes.bindMemory(to: Int32.self).map { Float($0) }
    case .int64: bytes.bindMemory(to: Int64.self).map { Float($0) }
    case .bool, .uint8: bytes.map { Float($0) }
    default: Array(bytes.bindMemory(to: Float.self))
    }
  }
}
