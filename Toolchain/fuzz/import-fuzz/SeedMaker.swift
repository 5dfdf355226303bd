// SPDX-License-Identifier: Apache-2.0
import CHDF5
import Foundation
import GraphIR
import SwiftProtobuf
import TensorFlowExport

@testable import Converter
@testable import KerasImport
@testable import TensorFlowImport

/// Makes cases of whole models: of a SavedModel one for each signature, with what that needs alone.
struct SeedMaker {
  let folder: String
  /// Larger cases are tried too rarely.
  private let byteLimit = 48 << 10

  /// One model for each line of standard input; what cannot be read is left out.
  func makeAll() {
    while let path = readLine() {
      do {
        switch ModelFormat(at: path) {
        case .savedModel: try makeSavedModels(path)
        case .frozenGraph: write(.init(kind: .frozenGraph, members: [try bytes(path)]), path)
        case .lite: write(.init(kind: .lite, members: [try bytes(path)]), path)
        case .web: try makeWeb(path)
        case .keras: try makeKeras(path)
        }
      } catch {
        print("\(path): \(error)")
      }
    }
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func write(_ seed: ImportCase, _ path: String, _ part: String = "") {
    let bytes = seed.bytes
    guard bytes.count <= byteLimit else { return }
    let name = (path + part).suffix(150).map { $0.isLetter || $0.isNumber ? $0 : "_" }
    try! Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(seed.kind)-\(String(name))"))
  }

  private func makeWeb(_ path: String) throws {
    let shard = (path as NSString).deletingLastPathComponent + "/group1-shard1of1.bin"
    write(.init(kind: .web, members: [try bytes(path), try bytes(shard)]), path)
  }

  // MARK: Keras

  private func makeKeras(_ path: String) throws {
    let whole = try bytes(path)
    guard whole.withUnsafeBytes({ KerasModel.isArchive($0) }) else {
      let file = try HDF5File(OpenFile(path: path), skippedGroup: "optimizer_weights")
      write(.init(kind: .wholeFileIndex, members: [index(of: file)]), path)
      return
    }
    let archive = try KerasArchive(path: path)
    func member(_ name: String) throws -> [UInt8] {
      let file = try archive.extracted(name)
      return withExtendedLifetime(file) { [UInt8](file.bytes) }
    }
    let weights = try HDF5File(archive.extracted("model.weights.h5"), skippedGroup: "optimizer")
    write(
      .init(
        kind: .kerasMembers,
        members: [
          try member("config.json"), try member("metadata.json"), index(of: weights),
        ]), path)
    if whole.count < 4096 { write(.init(kind: .archive, members: [whole]), path) }
  }

  /// The index that tells of what was read of a file; all arrays at its beginning.
  private func index(of file: HDF5File) -> [UInt8] {
    var index: [UInt8] = []
    func add(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { index += $0 }
    }
    func add(_ text: String) {
      add(UInt32(text.utf8.count))
      index += text.utf8
    }
    for (path, strings) in file.texts.sorted(by: { $0.key < $1.key }) {
      add(UInt32(1))
      add(path)
      add(UInt32(strings.count))
      for string in strings { add(string) }
    }
    for (path, array) in file.arrays.sorted(by: { $0.key < $1.key }) {
      add(UInt32(2))
      add(path)
      let types: [UInt32] = (0...14).filter { HDF5File.elementType(.init($0)) == array.type }
      add(types.first ?? 0)
      add(UInt32(array.shape.count))
      for size in array.shape { add(UInt64(size)) }
      add(UInt32(0))
      add(UInt64(0))
      add(UInt64(array.data.bytes.count))
    }
    return index
  }

  // MARK: SavedModels

  private func makeSavedModels(_ folder: String) throws {
    let whole = try TFSavedModel(
      serializedBytes: Data(contentsOf: URL(fileURLWithPath: folder + "/saved_model.pb")),
      options: .forImport)
    let variables = folder + "/variables/variables"
    let index = (try? bytes(variables + ".index")) ?? []
    let shard = (try? bytes(variables + ".data-00000-of-00001")) ?? []
    write(.init(kind: .checkpoint, members: [index, shard]), folder)
    for graph in whole.metaGraphs {
      for key in graph.signatureDef.keys.sorted() where !key.hasPrefix("__") {
        var model = whole
        model.metaGraphs = [graph.pruned(to: key)]
        if shard.count < 256 { model.metaGraphs[0].clearObjectGraphDef() }
        let seed = ImportCase(
          kind: .savedModel, members: [[UInt8](try model.serializedData()), index, shard])
        write(seed, folder, "_\(key)")
      }
    }
    let web = try Conversion(.savedModel(folder: folder, tags: ["serve"], signatures: nil))
      .webModel(quantization: .none)
    if web.files.count == 2 {
      let members = [web.files[1], web.files[0]].map { [UInt8]($0.bytes) }
      write(.init(kind: .web, members: members), folder)
    }
  }
}

extension TFMetaGraphDef {
  /// The graph with one signature, and only with the nodes and functions that this may need.
  fileprivate func pruned(to key: String) -> TFMetaGraphDef {
    var result = self
    result.signatureDef = signatureDef.filter { $0.key == key || $0.key.hasPrefix("__") }
    let nodes = Dictionary(
      graphDef.node.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var waiting = result.signatureDef.values.flatMap { Array($0.inputs.values) + $0.outputs.values }
      .map { String($0.name.prefix { $0 != ":" }) }
    var kept: Set<String> = []
    while let name = waiting.popLast() {
      guard let node = nodes[name], kept.insert(name).inserted else { continue }
      waiting += node.inputNodes
    }
    result.graphDef.node = graphDef.node.filter { kept.contains($0.name) }
    result.graphDef.library.function = functions(neededBy: result.graphDef.node)
    return result
  }

  /// The functions whose names stand in nodes, or in functions that are needed.
  private func functions(neededBy nodes: [TFNodeDef]) -> [Data] {
    let all = graphDef.library.function.compactMap { bytes in
      (try? TFFunctionName(serializedBytes: bytes)).map { (Data($0.signature.name.utf8), bytes) }
    }
    var waiting = nodes.compactMap { try? $0.serializedData() as Data }
    var kept: Set<Data> = []
    while let text = waiting.popLast() {
      for (name, bytes) in all where text.range(of: name) != nil && kept.insert(name).inserted {
        waiting.append(bytes)
      }
    }
    return all.filter { kept.contains($0.0) }.map(\.1)
  }
}
