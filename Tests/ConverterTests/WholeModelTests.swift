// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import OperatorConversion
import Operators
import TensorCore
import TensorFlowImport
import TestSupport
import Testing

@Suite struct WholeModelTests {
  private func converted(_ model: ModelFolder) throws -> Program {
    try Conversion(.savedModel(folder: model.savedModel, tags: ["serve"], signatures: nil))
      .program()
  }

  /// Outputs are those that TensorFlow recorded.
  @Test(arguments: ModelFolder.fixtures + ModelFolder.real)
  func computesWhatTensorFlowDoes(_ model: ModelFolder) throws {
    let inputs = try model.arrays("inputs")
    let sampleCount = min(inputs.first!.value.shape[0], 4)
    let found = try converted(model).outputs(for: inputs, sampleCount: sampleCount)
    let excess = try excess(of: found, over: model.arrays("expected"), sampleCount: sampleCount)
    // The logarithm of a spectrum near 0 magnifies the order of the sums before it: TensorFlow with
    // and without oneDNN is up to 2.1e-4 of the spread apart on the third sample.
    #expect(excess <= (model.savedModel.contains("music_transcription") ? 2.5 : 1))
  }

  /// A batch that the model leaves open stays open.
  @Test(arguments: ModelFolder.fixtures) func keepsTheBatchOpen(_ model: ModelFolder) throws {
    let program = try converted(model)
    let graph = program.graphs[program.signatures[0].graph]
    #expect(graph[program.signatures[0].inputs[0].value].shape?[0] == nil)
    #expect(graph[program.signatures[0].outputs[0].value].shape?[0] == nil)
    for node in graph.nodes {
      guard case .lite(let operation) = node.operation else { continue }
      #expect(!["SHAPE", "PACK", "STRIDED_SLICE"].contains(operation.builtin.name))
    }
  }

  /// The file is the same every time.
  @Test func isDeterministic() throws {
    let model = ModelFolder.fixtures[0]
    let first = try LiteSerializer.serialize(
      LiteFileContents(converted(model))
    ).bytes
    let second = try LiteSerializer.serialize(
      LiteFileContents(converted(model))
    ).bytes
    #expect(first == second)
  }

  /// A file read back is a program that computes the same, bit for bit.
  @Test func readsItsOwnFiles() throws {
    let model = ModelFolder.fixtures[0]
    let program = try converted(model)
    try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      let contents = LiteFileContents(program)
      try LiteSerializer.serialize(contents).write(toPath: path)
      let again = try Conversion(.liteFile(path: path)).program()
      let inputs = try model.arrays("inputs")
      let first = try program.outputs(for: inputs, sampleCount: 1)
      #expect(try again.outputs(for: inputs, sampleCount: 1) == first)
      #expect(again.signatures.map(\.key) == program.signatures.map(\.key))
    }
  }

  @Test func fixesShapes() throws {
    let model = ModelFolder.fixtures[0]
    let source = Conversion.Source.savedModel(
      folder: model.savedModel, tags: ["serve"], signatures: nil)
    var options = Conversion.Options()
    let name = try converted(model).signatures[0].inputs[0].name
    options.inputShapes = [name: [3, 49, 10, 1]]
    let program = try Conversion(source, options: options).program()
    let graph = program.graphs[program.signatures[0].graph]
    #expect(graph[program.signatures[0].inputs[0].value].shape == [3, 49, 10, 1])
    #expect(graph[program.signatures[0].outputs[0].value].shape == [3, 12])
    options.inputShapes = [name: [3, 48, 10, 1]]
    #expect(throws: ConversionError.self) { try Conversion(source, options: options).program() }
    options.inputShapes = ["nobody": [1]]
    #expect(throws: ConversionError.self) { try Conversion(source, options: options).program() }
  }
}
