// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Measure
import TensorCore
import TestSupport
import Testing

@testable import Converter
@testable import OperatorConversion

/// Operators that .tflite files have none for: as errors, and as custom operators.
struct MissingFormTests {
  private static let folder = fixture("diagnosed/missing_forms")

  private func conversion(
    _ source: Conversion.Source = .savedModel(folder: folder, tags: ["serve"], signatures: nil),
    allowsCustomOperators: Bool = false
  ) -> Conversion {
    var options = Conversion.Options()
    options.allowsCustomOperators = allowsCustomOperators
    return Conversion(source, options: options)
  }

  // MARK: Errors

  /// Nodes of all signatures, with the lines of `make_diagnosed_models.py` that made them.
  @Test func namesEveryNodeWithItsLine() throws {
    let error = try #require(throws: ConversionError.self) { _ = try conversion().program() }
    #expect(error.parts.count == 8)
    #expect(
      error.reason == "8 nodes cannot be converted: AvgPool3DGrad, FixedUnigramCandidateSampler, "
        + "FractionalMaxPool, 2 Igamma, StaticRegexReplace, Svd, TensorSummary")
    let source = try String(
      contentsOfFile: packageRoot + "/Toolchain/fixtures/make_diagnosed_models.py", encoding: .utf8)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let calls = [
      "Svd": "linalg.svd", "Igamma": "math.igamma", "FractionalMaxPool": "FractionalMaxPool",
      "AvgPool3DGrad": "AvgPool3DGrad", "StaticRegexReplace": "regex_replace",
      "FixedUnigramCandidateSampler": "FixedUnigramCandidateSampler",
      "TensorSummary": "TensorSummary",
    ]
    for part in error.parts {
      let place = try #require(part.source)
      #expect(place.file == "make_diagnosed_models.py")
      // Of a call over several lines, Python tells the first.
      #expect(lines[place.line - 1].contains(calls[part.operator!]!), "\(part)")
      #expect(part.remedy != nil)
    }
    #expect(error.parts.compactMap(\.node).contains("head/Igamma_1"))
  }

  /// A model saved without lines converts the same, and its error says no line.
  @Test func doesWithoutLines() throws {
    try withTemporaryFolder { folder in
      let copy = folder + "/model"
      try FileManager.default.copyItem(atPath: Self.folder, toPath: copy)
      let lines = copy + "/debug/saved_model_debug_info.pb"
      try FileManager.default.removeItem(atPath: lines)
      let source = Conversion.Source.savedModel(folder: copy, tags: ["serve"], signatures: nil)
      let error = try #require(throws: ConversionError.self) { try conversion(source).program() }
      #expect(error.parts.count == 8 && error.parts.allSatisfy { $0.source == nil })
      // Damaged ones are as good as none.
      try Data([0xff, 0x07, 0x0a]).write(to: URL(fileURLWithPath: lines))
      let other = try #require(throws: ConversionError.self) { try conversion(source).program() }
      #expect(other.parts.allSatisfy { $0.source == nil })
    }
  }

  /// One node alone is the error itself.
  @Test func saysOneNodeInOneLine() throws {
    var model = TensorFlowGraph(shape: [2, 3])
    let y = model.node("Svd", [model.x], name: "head/Svd")
    let error = try #require(throws: ConversionError.self) {
      _ = try Conversion.optimized(model.program(y))
    }
    #expect(error.parts.isEmpty && error.node == "head/Svd" && error.operator == "Svd")
    #expect(error.description.hasPrefix("legalize: node 'head/Svd': Svd: has no form in .tflite"))
    #expect(error.remedy?.contains("--allow-custom-ops") == true)
  }

  /// Nodes without any form and nodes whose attributes have none are told together.
  @Test func namesRefusedNodesToo() throws {
    var model = TensorFlowGraph(shape: [2, 3])
    let a = model.node("Svd", [model.x], name: "a")
    let b = model.node(
      "Mfcc", [model.x, model.x],
      [
        "upper_frequency_limit": .float(4000.5), "lower_frequency_limit": .float(20),
        "filterbank_channel_count": .integer(40), "dct_coefficient_count": .integer(13),
      ], name: "b")
    let c = model.node("AddV2", [a, b], name: "c")
    let error = try #require(throws: ConversionError.self) {
      _ = try Conversion.optimized(model.program(c))
    }
    // `c` only depends on the others.
    #expect(error.parts.map(\.node) == ["a", "b"])
    #expect(error.parts[1].reason.contains("must be a whole number"))
  }

  // MARK: Custom operators

  /// Options are byte for byte those of TensorFlow's converter.
  @Test func writesTensorFlowsOptions() throws {
    let json = try Data(contentsOf: URL(fileURLWithPath: fixture("diagnosed/custom_options.json")))
    let recorded = try #require(try JSONSerialization.jsonObject(with: json) as? [String: String])
    let program = try conversion(allowsCustomOperators: true).program()
    let contents = LiteFileContents(program)
    var written: [String: String] = [:]
    for operation in contents.subgraphs.flatMap(\.operators) where operation.code == .custom {
      let bytes = operation.customOptions.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      written[operation.customCode!] = bytes.joined()
    }
    #expect(written == recorded)
  }

  @Test func writesFilesThatOpen() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      let conversion = conversion(allowsCustomOperators: true)
      try conversion.write(conversion.program(), toPath: path)
      let file = try ModelFile(path: path)
      let inspection = ModelInspection(of: file, path: path)
      #expect(
        Set(inspection.unsupported.map(\.name)) == [
          "AvgPool3DGrad", "FixedUnigramCandidateSampler", "FractionalMaxPool", "Igamma",
          "StaticRegexReplace", "Svd", "TensorSummary",
        ])
      // Shapes that the model notes are in the file, and so is what follows from them.
      let graph = file.model.subgraphs[0]
      let parts = try #require(graph.outputs.first)
      #expect(graph.tensors[parts].shapeSignature == [-1, 2])
      #expect(throws: InterpreterError.self) { _ = try Interpreter(file, signature: "decompose") }
      do {
        _ = try Interpreter(file, signature: "texts")
      } catch let error as InterpreterError {
        #expect(error.message.contains("StaticRegexReplace"))
      }
    }
  }

  /// What comes before and behind is quantized, with weights alone.
  @Test func quantizesWeightsAround() throws {
    let program = try conversion(allowsCustomOperators: true).program()
    _ = try program.quantized(.dynamicRange)
    _ = try program.quantized(.float16)
    let data = QuantizationChoice.int8(
      representativeData: fixture("diagnosed/outlier.npz"), io: .float32)
    let error = try #require(throws: ConversionError.self) { _ = try program.quantized(data) }
    #expect(error.operator == "Svd" && error.description.contains("custom operator"))
  }

  /// A node that calls a function, or gives a handle, stays an error.
  @Test func refusesWhatNoOptionsSay() throws {
    let kept: [String: Attribute] = ["f": .function("g")]
    for (attributes, reason) in [(kept, "calls functions"), ([:], "gives a resource")] {
      var model = TensorFlowGraph(shape: [2, 3])
      let y = model.node("Unknown", [model.x], attributes)
      if attributes.isEmpty { model.graph[y].type = .resource }
      let error = try #require(throws: ConversionError.self) {
        _ = try Conversion.optimized(model.program(y), keepsUnconverted: true)
      }
      #expect(error.description.contains(reason))
    }
  }

  /// Rows of the table are tried in their order.
  @Test(arguments: [
    ("DecodePng", "what is decoded"), ("ParseExampleV2", "behind the parsing"),
    ("StringSplitV2", "prepare texts"), ("EagerPyFunc", "Python code"),
    ("SelfAdjointEigV2", "outside of the model, of constants"), ("QuantizeV2", "--quantize"),
    ("MutableHashTableV2", "StaticHashTable"), ("ResourceApplyFtrlV2", "it trains"),
    ("SomethingNew", "of operators that convert"),
  ])
  func remediesFit(operation: String, words: String) {
    #expect(remedyOfMissingForm(operation).contains(words))
  }
}
