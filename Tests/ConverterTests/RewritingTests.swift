// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Operators
import TensorCore
import TestSupport
import Testing

/// A `.tflite` file that is read and written again says what it said before.
struct RewritingTests {
  static let files = [
    "models/keyword_spotting/kws_dynamic.tflite", "models/image_classification/resnet8_int8.tflite",
    "control/while_in_branch.tflite", "control/variable_two_signatures.tflite",
    "control/list_growing.tflite", "operators/TFLite_Detection_PostProcess/fast.tflite",
    "operators/Landmarks2TransformMatrix/level.tflite",
    "operators/STABLEHLO_REDUCE_WINDOW/float64.tflite",
  ]

  @Test(arguments: files)
  func keepsAllButTheLayout(path: String) throws {
    let original = try ModelFile(path: fixture(path))
    try withTemporaryFolder { folder in
      let copy = folder + "/copy.tflite"
      let conversion = Conversion(.liteFile(path: fixture(path)))
      try conversion.write(conversion.program(), toPath: copy)
      let written = try ModelFile(path: copy)
      #expect(written.model.description == original.model.description)
      #expect(metadata(of: written) == metadata(of: original))
      #expect(written.model.signatures.map(\.key) == Self.keys(of: original))
      for (old, new) in zip(original.model.subgraphs, written.model.subgraphs) {
        #expect(new.operators.map(\.name) == old.operators.map(\.name))
        #expect(
          new.operators.map { Array(written.bytes(of: $0.customOptions)) }
            == old.operators.map { Array(original.bytes(of: $0.customOptions)) })
        #expect(new.inputs.map { new.tensors[$0].name } == old.inputs.map { old.tensors[$0].name })
        #expect(
          new.outputs.map { new.tensors[$0].name } == old.outputs.map { old.tensors[$0].name })
      }
    }
  }

  /// Readers know DENSIFY before sparse constants only.
  @Test(arguments: ["rows", "columns_uint16_indices", "blocks"])
  func writesSparseConstantsDense(name: String) throws {
    let path = fixture("operators/DENSIFY/" + name)
    try withTemporaryFolder { folder in
      let copy = folder + "/copy.tflite"
      let conversion = Conversion(.liteFile(path: path + ".tflite"))
      try conversion.write(conversion.program(), toPath: copy)
      let subgraph = try ModelFile(path: copy).model.subgraphs[0]
      #expect(subgraph.operators.isEmpty)
      #expect(subgraph.tensors.map(\.shape) == [[4, 6]])
      #expect(subgraph.tensors[0].sparsity == nil)
    }
  }

  /// A float file goes the way of every other source: TensorFlow's converter leaves less to do than
  /// its models, but the results stay.
  @Test func optimizesFloatFiles() throws {
    let path = fixture("models/keyword_spotting/kws_float.tflite")
    let program = try Conversion(.liteFile(path: path)).program()
    #expect(
      program.graphs[0].nodes.count
        <= (try ModelFile(path: path)).model.subgraphs[0].operators.count)
    let inputs = try readArrays(at: fixture("models/keyword_spotting/inputs.npz"))
    let expected = try readArrays(at: fixture("models/keyword_spotting/expected.kws_float.npz"))
    let name = program.signatures[0].inputs[0].name
    let found = try program.outputs(for: [name: inputs.first!.value], sampleCount: 2)
    let wanted = expected.first!.value.elements(as: Float.self)
    let values = found.first!.value
    for (value, other) in zip(values, wanted) { #expect(abs(value - other) < 1e-5) }
    #expect(!values.isEmpty)
  }

  /// Equal operators on equal operands are one, an addition of constants is folded.
  @Test func removesWhatIsThereTwice() throws {
    var graph = Graph(name: "main")
    let x = graph.add(Value(name: "x", type: .float32, shape: [nil, 2]))
    func relu(_ name: String) -> ValueID {
      graph.append(
        .lite(.relu(Relu())), name: name, inputs: [x],
        results: [Value(name: name, type: .float32, shape: [nil, 2])])[0]
    }
    let (first, second) = (relu("first"), relu("second"))
    graph.inputs = [x]
    graph.outputs = graph.append(
      .lite(.add(Add())), name: "y", inputs: [first, second],
      results: [Value(name: "y", type: .float32, shape: [nil, 2])])
    let program = Program(
      graphs: [graph],
      signatures: [
        Signature(
          key: "run", graph: 0, inputs: [.init(name: "x", value: x)],
          outputs: [.init(name: "y", value: graph.outputs[0])])
      ])
    try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      try LiteSerializer.serialize(LiteFileContents(program)).write(toPath: path)
      let again = try Conversion(.liteFile(path: path)).program()
      #expect(again.graphs[0].nodes.count == 2)
      #expect(again.graphs[0][again.graphs[0].outputs[0]].name == "y")
    }
  }

  private func metadata(of file: ModelFile) -> [String: [UInt8]] {
    var metadata: [String: [UInt8]] = [:]
    for entry in file.model.metadata {
      metadata[entry.name] = Array(file.bytes(of: file.model.buffers[entry.buffer]))
    }
    return metadata
  }

  /// A model without a signature gets one by the names of its tensors.
  private static func keys(of file: ModelFile) -> [String] {
    let keys = file.model.signatures.map(\.key)
    return keys.isEmpty ? ["serving_default"] : keys
  }
}
