// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import TensorCore
import TestSupport
import Testing

/// Graphs in one file compute what TensorFlow did, for the tensors that are asked for.
struct FrozenGraphTests {
  private func path(_ name: String) -> String { fixture("frozen/\(name).pb") }

  private func arrays(_ name: String, _ kind: String) throws -> [String: NumPyArray] {
    let prefix = "\(name)|\(kind)|"
    return Dictionary(
      uniqueKeysWithValues: try readArrays(at: fixture("frozen/arrays.npz"))
        .filter { $0.key.hasPrefix(prefix) }
        .map { (String($0.key.dropFirst(prefix.count)), $0.value) })
  }

  private func converted(
    _ name: String, inputs: [String] = [], outputs: [String] = []
  ) throws -> Program {
    try Conversion(.frozenGraph(path: path(name), inputs: inputs, outputs: outputs)).program()
  }

  @Test(arguments: [("session", "probabilities"), ("loop", "Identity")])
  func computesWhatTensorFlowDoes(_ name: String, _ output: String) throws {
    let program = try converted(name)
    let signature = program.signatures[0]
    #expect(signature.key == "serving_default" && signature.inputs.count == 1)
    #expect(try Set(signature.inputs.map(\.name)) == Set(arrays(name, "in").keys))
    let results = try program.outputs(for: arrays(name, "in"), sampleCount: 2)
    let expected = try #require(arrays(name, "out")[output])
    #expect(excess(of: results, over: [output: expected], sampleCount: 2) <= 1)
  }

  @Test func tensorsAreChosen() throws {
    #expect(
      try converted("session").signatures[0].outputs.map(\.name).sorted() == [
        "classes", "probabilities",
      ])
    let program = try converted("session", inputs: ["image:0"], outputs: ["scores:0"])
    #expect(program.signatures[0].outputs.map(\.name) == ["scores"])
    let scores = try #require(arrays("session", "out")["scores"])
    let results = try program.outputs(for: arrays("session", "in"), sampleCount: 2)
    #expect(excess(of: results, over: ["scores": scores], sampleCount: 2) <= 1)
  }

  @Test func whatCannotBeReadIsNamed() throws {
    func reason(_ body: () throws -> Program) -> String {
      do {
        _ = try body()
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(reason { try converted("unfrozen") }.contains("freeze the graph"))
    #expect(reason { try converted("session", outputs: ["none"]) }.contains("'none'"))
    #expect(reason { try converted("session", inputs: ["none"]) }.contains("'none'"))
  }

  private static let hdf5: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

  /// A file's first bytes say what it is, whatever its name.
  @Test(arguments: [
    ([0x50, 0x4b, 3, 4], "a.bin", ModelFormat.keras), (hdf5, "b.pb", .keras),
    (Array(repeating: 0, count: 512) + hdf5, "c.dat", .keras),
    ([1, 0, 0, 0] + Array("TFL3".utf8), "d.h5", .lite), ([0x0a, 0], "e.model", .frozenGraph),
    ([], "f.tflite", .lite), ([], "g.hdf5", .keras), ([0x08, 1], "saved_model.pb", .savedModel),
  ])
  func formatsAreToldByTheirBytes(
    _ bytes: [UInt8], _ name: String, _ format: ModelFormat
  ) throws {
    try withTemporaryFolder { folder in
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      #expect(ModelFormat(at: "\(folder)/\(name)") == format)
      #expect(ModelFormat(at: folder) == .savedModel)
    }
  }
}
