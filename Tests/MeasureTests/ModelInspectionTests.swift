// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import LiteWriter
import Measure
import TensorCore
import TestSupport
import Testing

@Suite struct ModelInspectionTests {
  private func inspection(_ name: String) throws -> ModelInspection {
    let path = fixture(name)
    return ModelInspection(of: try ModelFile(path: path), path: path)
  }

  /// By hand, from the network's description: 10×4 filters to 64 channels at 25×5 positions, four
  /// times 3×3 depthwise and 1×1 convolutions there, and a dense layer from 64 to 12.
  @Test func countsMultiplyAccumulates() throws {
    let inspection = try inspection("models/keyword_spotting/kws_int8.tflite")
    let positions = 25 * 5
    let first = positions * 64 * 10 * 4
    let blocks = 4 * (positions * 64 * 9 + positions * 64 * 64)
    #expect(inspection.multiplyAccumulates == first + blocks + 64 * 12)
    let convolutions = try #require(inspection.operatorCounts.first { $0.name == "CONV_2D" })
    #expect(convolutions.count == 5)
    #expect(convolutions.multiplyAccumulates == first + 4 * positions * 64 * 64)
  }

  @Test(arguments: [
    ("kws_int8", "int8"), ("kws_float", "float32"), ("kws_dynamic", "dynamic range"),
  ])
  func tellsArithmeticOfConvolutions(name: String, arithmetic: String) throws {
    let inspection = try inspection("models/keyword_spotting/\(name).tflite")
    let convolutions = try #require(inspection.operatorCounts.first { $0.name == "CONV_2D" })
    #expect(convolutions.arithmetic == [arithmetic: 5])
  }

  /// The signature still names what lies behind the first layer.
  @Test func warnsOfAStaleSignature() throws {
    let stale = try writtenModel { contents in
      let subgraph = contents.subgraphs[0]
      contents.signatures = [
        .init(
          key: "serving_default", subgraph: 0,
          inputs: [.init(name: "sound", tensor: subgraph.operators[0].outputs[0])],
          outputs: [.init(name: "word", tensor: subgraph.outputs[0])])
      ]
    }
    let inspection = ModelInspection(of: stale, path: "stale.tflite")
    let warning = try #require(inspection.warnings.first)
    #expect(warning.hasPrefix("signature 'serving_default' does not count: input 'sound'"))
    #expect(warning.hasSuffix("no input of the subgraph"))
    let signature = try #require(inspection.signatures.first)
    #expect(inspection.signatures.count == 1 && signature.key == nil)
    #expect(signature.error == nil)
  }

  /// A file for an accelerator: its operator reads memory that nothing writes.
  @Test func showsWhatOnlyAnAcceleratorRuns() throws {
    let compiled = try writtenModel { contents in
      var subgraph = contents.subgraphs[0]
      subgraph.tensors.append(.init(name: "scratch", type: .uint8, shape: [1024]))
      subgraph.operators = [
        .init(
          code: .custom, customCode: "ethos-u",
          inputs: subgraph.inputs + [subgraph.tensors.count - 1], outputs: subgraph.outputs)
      ]
      contents.subgraphs[0] = subgraph
    }
    let inspection = ModelInspection(of: compiled, path: "compiled.tflite")
    #expect(inspection.unsupported.map { $0.name } == ["ethos-u"])
    let error = try #require(inspection.signatures.first?.error)
    #expect(error == "has operators that are not supported: ethos-u (operator 0)")
  }

  /// The keyword model after a change.
  private func writtenModel(_ change: (inout LiteFileContents) -> Void) throws -> ModelFile {
    let path = fixture("models/keyword_spotting/kws_int8.tflite")
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    var contents = try LiteFileContents(ModelFile(path: path).model, in: data)
    change(&contents)
    return try LiteSerializer.serialize(contents).bytes.withUnsafeBytes { try ModelFile(bytes: $0) }
  }

  @Test func showsOptionsByTheirNames() throws {
    let inspection = try inspection("models/keyword_spotting/kws_int8.tflite")
    let first = try #require(inspection.subgraphs[0].operators.first { $0.name == "CONV_2D" })
    #expect(first.options["stride_h"] == "2")
    #expect(first.options["padding"] == "same")
    #expect(first.options["fused_activation_function"] == "relu")
  }
}
