// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import GraphIR
import Interpreter
import LiteWriter
import TensorCore
import TestSupport
import Testing

/// A SavedModel with a signature for each case, and what TensorFlow gave for it: the arrays
/// `<signature>.x0`, … and `<signature>.y0`.
struct RecordedConversions {
  private let folder: String
  private let arrays: Result<[String: NumPyArray], any Error>

  /// - Parameter name: of the folder and the archive in Tests/Fixtures/saved_models.
  init(_ name: String) {
    folder = fixture("saved_models/\(name)")
    arrays = Result { try readArrays(at: fixture("saved_models/\(name).npz")) }
  }

  var names: [String] {
    let keys = (try? arrays.get())?.keys.map { $0.split(separator: ".")[0] } ?? []
    return Set(keys.map(String.init)).sorted()
  }

  func converted(_ name: String) throws -> Program {
    try Conversion(.savedModel(folder: folder, tags: ["serve"], signatures: [name])).program()
  }

  /// Checks what a case gives.
  ///
  /// - Parameters:
  ///   - tolerance: of the largest number.
  ///   - callCount: how many calls the arrays' first axis is of, one after the other; nil for one
  ///     call that takes the arrays whole.
  func check(_ name: String, tolerance: Float, callCount: Int? = nil) throws {
    let expected = try #require(try arrays.get()["\(name).y0"]).elements(as: Float.self)
    let found = try results(of: converted(name), name, callCount: callCount)
    let largest = expected.map(abs).max() ?? 0
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) {
      #expect(abs(a - b) <= tolerance * largest + 1e-6 || a.isNaN && b.isNaN, "\(a), not \(b)")
    }
  }

  private func results(
    of program: Program, _ name: String, callCount: Int?
  ) throws -> [Float] {
    let arrays = try arrays.get()
    return try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      try LiteSerializer.serialize(LiteFileContents(program)).write(toPath: path)
      let interpreter = try Interpreter(ModelFile(path: path))
      let inputs = try interpreter.inputs.map { try #require(arrays["\(name).\($0.name)"]) }
      if callCount == nil {
        try interpreter.resizeInputs(inputs.indices.map { ($0, inputs[$0].shape) })
      }
      var results: [Float] = []
      for call in 0..<(callCount ?? 1) {
        for (input, array) in zip(interpreter.inputs, inputs) {
          let target = interpreter.bytes(of: input.tensor)
          array.bytes.withUnsafeBytes { bytes in
            let own = bytes[(call * target.count)..<((call + 1) * target.count)]
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: own))
          }
        }
        try interpreter.invoke()
        let output = interpreter.bytes(of: interpreter.outputs[0].tensor)
        results += output.bindMemory(to: Float.self)
      }
      return results
    }
  }
}
