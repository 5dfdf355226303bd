// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorFlowImport
import TestSupport
import Testing

/// Each way in which a SavedModel can be damaged or misnamed ends in one clear error.
struct DamagedModelTests {
  private let source = fixture("saved_models/two_signatures")

  /// The error of reading a copy of the model that `damage` has changed.
  private func error(
    tags: [String] = ["serve"], signatures: [String]? = nil,
    _ damage: (String) throws -> Void = { _ in }
  ) throws -> ConversionError? {
    try withTemporaryFolder { folder in
      let copy = folder + "/model"
      try FileManager.default.copyItem(atPath: source, toPath: copy)
      try damage(copy)
      do {
        _ = try SavedModel.read(folder: copy, tags: tags, signatures: signatures)
        return nil
      } catch let error as ConversionError {
        return error
      }
    }
  }

  private func change(_ path: String, _ body: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    body(&data)
    try data.write(to: URL(fileURLWithPath: path))
  }

  private let shard = "/variables/variables.data-00000-of-00001"
  private let index = "/variables/variables.index"

  @Test func unknownTagListsWhatExists() throws {
    let reason = try #require(try error(tags: ["train"])).reason
    #expect(reason.contains("no graph tagged 'train'") && reason.contains("'serve'"))
  }

  @Test func unknownSignatureListsWhatExists() throws {
    let reason = try #require(try error(signatures: ["predict"])).reason
    #expect(reason.contains("'predict'") && reason.contains("'look_up', 'twice'"))
  }

  @Test func missingFiles() throws {
    for file in ["/saved_model.pb", index, shard] {
      let error = try #require(
        try error { try FileManager.default.removeItem(atPath: $0 + file) }, "\(file)")
      let name = try #require(file.split(separator: "/").last)
      #expect(error.reason.contains(name), "\(error)")
    }
  }

  @Test func wrongChecksumOfATensor() throws {
    // The table's 48 bytes are the shard's first.
    let error = try #require(try error { try change($0 + shard) { $0[4] ^= 1 } })
    #expect(error.reason.contains("checksum of variable"), "\(error)")
  }

  @Test func wrongChecksumOfTheObjectGraph() throws {
    let error = try #require(try error { try change($0 + shard) { $0[60] ^= 1 } })
    #expect(error.reason.contains("checksum of '_CHECKPOINTABLE_OBJECT_GRAPH'"), "\(error)")
  }

  @Test func shortShard() throws {
    let error = try #require(try error { try change($0 + shard) { $0.removeLast($0.count - 20) } })
    #expect(error.reason.contains("cut short"), "\(error)")
  }

  @Test func emptyFiles() throws {
    for file in ["/saved_model.pb", index, shard] {
      let error = try error { try Data().write(to: URL(fileURLWithPath: $0 + file)) }
      #expect(error != nil, "\(file)")
    }
  }

  /// A tensor that no signature uses is not read, so its damage does no harm.
  @Test func onlyUsedTensorsAreVerified() throws {
    let error = try error(signatures: ["twice"]) { try change($0 + shard) { $0[4] ^= 1 } }
    #expect(error == nil)
  }

  @Test func theIndexCutAndChangedAtEveryByte() throws {
    let count = try Data(contentsOf: URL(fileURLWithPath: source + index)).count
    try withTemporaryFolder { folder in
      let copy = folder + "/model"
      try FileManager.default.copyItem(atPath: source, toPath: copy)
      let whole = try Data(contentsOf: URL(fileURLWithPath: source + index))
      for position in 0..<count {
        try whole.prefix(position).write(to: URL(fileURLWithPath: copy + index))
        #expect(throws: ConversionError.self, "cut at \(position)") {
          try SavedModel.read(folder: copy)
        }
        var changed = whole
        changed[position] ^= 0x55
        try changed.write(to: URL(fileURLWithPath: copy + index))
        // Bytes of the footer's padding do not matter; nothing but an error may be thrown.
        do { _ = try SavedModel.read(folder: copy) } catch is ConversionError {}
      }
    }
  }

  @Test func theGraphCutAndChangedInManyPlaces() throws {
    var generator = SeededGenerator(seed: 7)
    let whole = try Data(contentsOf: URL(fileURLWithPath: source + "/saved_model.pb"))
    try withTemporaryFolder { folder in
      let copy = folder + "/model"
      try FileManager.default.copyItem(atPath: source, toPath: copy)
      let path = URL(fileURLWithPath: copy + "/saved_model.pb")
      for _ in 0..<300 {
        let position = Int.random(in: 0..<whole.count, using: &generator)
        try whole.prefix(position).write(to: path)
        do { _ = try SavedModel.read(folder: copy) } catch is ConversionError {}
        var changed = whole
        changed[position] ^= UInt8.random(in: 1...255, using: &generator)
        try changed.write(to: path)
        do {
          try SavedModel.read(folder: copy).verify(stage: "import")
        } catch is ConversionError {}
      }
    }
  }
}
