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

/// Ways in which models use sizes that are open: each is converted once, and the file runs at every
/// recorded size as TensorFlow did.
@Suite struct OpenSizeTests {
  private static let folder = fixture("saved_models/open_sizes")

  /// The arrays `<signature>.<number>.x0`, … and `<signature>.<number>.y0`.
  private static let arrays = Result {
    try readArrays(at: fixture("saved_models/open_sizes.npz"))
  }

  private static let names: [String] = {
    let keys = (try? arrays.get())?.keys.map { $0.split(separator: ".")[0] } ?? []
    return Set(keys.map(String.init)).sorted()
  }()

  @Test func casesAreThere() {
    #expect(Self.names.count >= 132)
  }

  @Test(arguments: names) func givesWhatTensorFlowGaveAtEverySize(_ name: String) throws {
    let arrays = try Self.arrays.get()
    let program = try Conversion(
      .savedModel(folder: Self.folder, tags: ["serve"], signatures: [name])
    ).program()
    try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      try LiteSerializer.serialize(LiteFileContents(program))
        .write(toPath: path)
      let interpreter = try Interpreter(ModelFile(path: path))
      var number = 0
      while let expected = arrays["\(name).\(number).y0"] {
        let inputs = try interpreter.inputs.map {
          try #require(arrays["\(name).\(number).\($0.name)"])
        }
        try check(interpreter, inputs, expected, "\(name) \(inputs.map(\.shape.description))")
        number += 1
      }
      #expect(number >= 5)
    }
  }

  private func check(
    _ interpreter: Interpreter, _ inputs: [NumPyArray], _ expected: NumPyArray, _ label: String
  ) throws {
    try interpreter.resizeInputs(inputs.indices.map { ($0, inputs[$0].shape) })
    for (input, array) in zip(interpreter.inputs, inputs) {
      array.bytes.withUnsafeBytes { interpreter.bytes(of: input.tensor).copyMemory(from: $0) }
    }
    try interpreter.invoke()
    let output = interpreter.outputs[0].tensor
    #expect(interpreter.tensor(output).shape == expected.shape, "\(label)")
    let found = Array(interpreter.bytes(of: output).bindMemory(to: Float.self))
    let right = expected.elements(as: Float.self)
    let allowed = 1e-5 * (right.map(abs).max() ?? 0) + 1e-6
    #expect(found.count == right.count, "\(label)")
    for (a, b) in zip(found, right) {
      #expect(abs(a - b) <= allowed || a.isNaN && b.isNaN, "\(label): \(a), not \(b)")
    }
  }
}
