// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import Operators
import Quantization
import TensorCore
import TestSupport
import Testing

@testable import DataSets

/// Small models with loops, branches, recurrent layers, state and tables, as SavedModels of Keras 2
/// and 3 and of `tf.function` and as frozen graphs of TensorFlow 1: what they give after conversion is
/// what TensorFlow gave, call after call, and nothing of them is a custom operator.
@Suite struct NetworkConversionTests {
  /// A model of `networks.zip`.
  struct Network: CustomTestStringConvertible, Sendable {
    /// As in `keras3_lstm`.
    let name: String
    let isFrozen: Bool

    var testDescription: String { name }
  }

  static let networks: [Network] = {
    guard let archive = try? ZipArchive(path: fixture("networks/networks.zip")) else { return [] }
    let names = Set(archive.entryNames.map { $0.split(separator: "/")[0] }).sorted()
    return names.map { name in
      Network(name: String(name.prefix { $0 != "." }), isFrozen: name.hasSuffix(".pb"))
    }
  }()

  private static let calls = Result {
    var calls: [String: [String: NumPyArray]] = [:]
    for (key, array) in try readArrays(at: fixture("networks/networks.npz")) {
      let parts = key.split(separator: "|").map(String.init)
      calls[parts[0], default: [:]][parts[1]] = array
    }
    return try calls.mapValues { try RecordedCall.all(in: $0) }
  }

  @Test func networksAreThere() {
    #expect(Self.networks.count >= 60)
  }

  @Test(arguments: networks) func givesWhatTensorFlowGives(_ network: Network) throws {
    try check(network, .none, tolerance: 1e-4)
  }

  @Test(arguments: networks) func staysCloseWithSmallWeights(_ network: Network) throws {
    let configuration = Recipe.Configuration(
      weights: .int8, activations: .float32, minimumElementCount: 1)
    let recipe = Recipe([.init(configuration: configuration)])
    try check(network, QuantizationChoice(recipe), tolerance: 0.05)
  }

  @Test(arguments: ["keras2_of_given_state", "keras3_of_given_state"])
  func saysThatBatchesAreTakenForOne(name: String) throws {
    let network = try #require(Self.networks.first { $0.name == name })
    try withTemporaryFolder { folder in
      let program = try Conversion(extract(network, to: folder)).program()
      #expect(
        program.warnings.map(\.cause).contains {
          $0.contains("'a', 'b', 'c' are taken to have the same batch size")
        })
    }
  }

  /// Loops of which the number of turns is known, one with a loop in it among them.
  @Test(arguments: [
    "keras2_gru", "keras3_bidirectional", "keras3_lstm", "keras3_stacked", "dataflow_nested_loops",
  ])
  func givesTheSameWithLoopsWrittenOut(name: String) throws {
    let network = try #require(Self.networks.first { $0.name == name })
    var options = Conversion.Options()
    options.unrolledTurns = 20
    let codes = try check(network, .none, tolerance: 1e-4, options)
    #expect(!codes.contains(.while))
    options.unrolledTurns = 1
    #expect(try check(network, .none, tolerance: 1e-4, options).contains(.while))
  }

  /// - Returns: the operators of the file.
  @discardableResult
  private func check(
    _ network: Network, _ choice: QuantizationChoice, tolerance: Double,
    _ options: Conversion.Options = .init()
  ) throws -> Set<BuiltinOperator> {
    let calls = try #require(Self.calls.get()[network.name])
    return try withTemporaryFolder { folder in
      let source = try extract(network, to: folder)
      let program = try Conversion(source, options: options).program().quantized(choice)
      let output = folder + "/model.tflite"
      try Conversion(source).write(program, toPath: output)
      let file = try ModelFile(path: output)
      for entry in file.model.subgraphs.flatMap(\.operators) { #expect(entry.code != .custom) }
      let instance = ModelInstance(file)
      for (number, call) in calls.enumerated() {
        let found = try Interpreter(instance, signature: nil).answers(to: call.inputs)
        for (name, expected) in call.outputs {
          let result = try #require(found[name], "\(name)")
          #expect(agree(result, expected, tolerance), "call \(number), \(name)")
        }
      }
      return Set(file.model.subgraphs.flatMap(\.operators).map(\.code))
    }
  }

  private func extract(_ network: Network, to folder: String) throws -> Conversion.Source {
    let archive = try ZipArchive(path: fixture("networks/networks.zip"))
    for (index, name) in archive.entryNames.enumerated()
    where name == network.name + ".pb" || name.hasPrefix(network.name + "/") {
      let path = URL(fileURLWithPath: folder + "/" + name)
      try FileManager.default.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      let entry = try archive.open(entry: index)
      var bytes = Data()
      while bytes.count < entry.byteCount { bytes += try entry.read(upTo: entry.byteCount) }
      try bytes.write(to: path)
    }
    return network.isFrozen
      ? .frozenGraph(path: "\(folder)/\(network.name).pb", inputs: [], outputs: [])
      : .savedModel(folder: "\(folder)/\(network.name)", tags: ["serve"], signatures: nil)
  }

  /// Whether type and shape are the same, and the elements but for a part of their spread.
  private func agree(_ result: NumPyArray, _ expected: NumPyArray, _ tolerance: Double) -> Bool {
    guard result.type == expected.type, result.shape == expected.shape else { return false }
    guard expected.type == .float32 else { return result.bytes == expected.bytes }
    let wanted = expected.elements(as: Float.self).map(Double.init)
    let found = result.elements(as: Float.self).map(Double.init)
    let spread = max((wanted.max() ?? 0) - (wanted.min() ?? 0), 0.05)
    return zip(found, wanted).allSatisfy { abs($0 - $1) <= tolerance * spread }
  }
}
