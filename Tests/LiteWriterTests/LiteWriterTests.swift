// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat
import LiteWriter
import TensorCore
import Testing

/// Files that the tests of the writer read.
enum TestFiles {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every `.tflite` file of the fixtures.
  static var allModels: [URL] {
    let files = FileManager.default.enumerator(
      at: root.appending(path: "Tests/Fixtures"), includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "tflite" }
      .sorted { $0.path < $1.path }
  }
}

/// Demands that two files say the same, buffers' numbers aside.
func expectSame(_ a: LiteFileContents, _ b: LiteFileContents, _ file: String) throws {
  #expect(a.description == b.description, "\(file)")
  #expect(a.signatures == b.signatures, "\(file)")
  #expect(a.metadata.map(\.name) == b.metadata.map(\.name), "\(file)")
  for (one, other) in zip(a.metadata, b.metadata) {
    #expect(bytes(a.buffers[one.buffer]) == bytes(b.buffers[other.buffer]), "\(file)")
  }
  try #require(a.subgraphs.count == b.subgraphs.count, "\(file)")
  for (one, other) in zip(a.subgraphs, b.subgraphs) {
    #expect(one.name == other.name && one.inputs == other.inputs, "\(file)")
    #expect(one.outputs == other.outputs, "\(file)")
    #expect(one.tensors.map(withoutBuffer) == other.tensors.map(withoutBuffer), "\(file)")
    for (tensor, written) in zip(one.tensors, other.tensors) {
      #expect(bytes(a.buffers[tensor.buffer]) == bytes(b.buffers[written.buffer]), "\(file)")
    }
    try #require(one.operators.count == other.operators.count, "\(file)")
    for (operation, written) in zip(one.operators, other.operators) {
      #expect(key(operation) == key(written), "\(file)")
    }
  }
}

private func bytes(_ source: ByteSource) -> Data {
  source.withBytes { Data($0) }
}

private func withoutBuffer(_ tensor: LiteModel.Tensor) -> LiteModel.Tensor {
  var tensor = tensor
  tensor.buffer = 0
  return tensor
}

/// All that an operator says.
private func key(_ operation: LiteFileContents.Operator) -> [AnyHashable] {
  [
    operation.code, operation.customCode, operation.version, operation.inputs, operation.outputs,
    operation.intermediates, operation.mutatingVariableInputs,
    operation.options.map { AnyHashable($0) }, operation.customOptions,
  ]
}

private func contents(of data: Data) throws -> LiteFileContents {
  try LiteFileContents(LiteModel.decode(data.bytes), in: data)
}

@Suite struct RoundTrip {
  @Test func everyModelIsRewrittenAsItWas() throws {
    let files = TestFiles.allModels
    #expect(files.count > 100)
    for file in files {
      let name = file.lastPathComponent
      let original = try Data(contentsOf: file, options: .alwaysMapped)
      let read = try contents(of: original)
      let serialized = try LiteSerializer.serialize(read)
      let written = Data(serialized.bytes)
      #expect(written.withUnsafeBytes { SerializedLiteFile.isValid($0) }, "\(name)")
      // Files of single operators were written without the alignment of constants to 16 bytes.
      let isAligned = !file.path.contains("Fixtures/operators")
      #expect(
        !isAligned || written.count <= original.count,
        "\(name): \(written.count) > \(original.count)")
      let again = try contents(of: written)
      try expectSame(read, again, name)
      #expect(try LiteSerializer.serialize(again).bytes == serialized.bytes, "\(name)")
    }
  }

  @Test func constantsBehindTheFlatBufferAreFound() throws {
    for file in TestFiles.allModels.prefix(20) {
      let original = try Data(contentsOf: file)
      let read = try contents(of: original)
      let serialized = try LiteSerializer.serialize(read, largestInline: 0)
      let written = Data(serialized.bytes)
      #expect(written.count == serialized.byteCount)
      #expect(
        written.prefix(serialized.flatBufferByteCount).withUnsafeBytes {
          SerializedLiteFile.isValid($0)
        })
      try expectSame(read, contents(of: written), file.lastPathComponent)
    }
  }

  @Test func equalConstantsAreStoredOnce() throws {
    let constant = [UInt8](repeating: 7, count: 4096)
    let tensors = (1...3).map {
      LiteModel.Tensor(name: "t\($0)", type: .uint8, shape: [4096], buffer: $0)
    }
    let contents = LiteFileContents(
      description: "three equal constants",
      subgraphs: [.init(name: "", tensors: tensors, inputs: [], outputs: [], operators: [])],
      buffers: [.empty] + (0..<3).map { _ in ByteSource(constant) })
    let file = Data(try LiteSerializer.serialize(contents).bytes)
    #expect(file.count < 2 * 4096)
    let model = try LiteModel.decode(file.bytes)
    #expect(model.buffers.count == 2)
    #expect(model.subgraphs[0].tensors.map(\.buffer) == [1, 1, 1])
    #expect(model.buffers[1].offset % 16 == 0)
  }

  @Test func aNumberThatDoesNotFitIsAnError() throws {
    let options = Conv2DOptionsValue(strideW: 5_000_000_000)
    let contents = LiteFileContents(
      description: "",
      subgraphs: [
        .init(
          name: "", tensors: [], inputs: [], outputs: [],
          operators: [.init(code: .conv2D, inputs: [], outputs: [], options: options)])
      ])
    #expect(throws: WriteError("5000000000 does not fit Int32 (field 1)")) {
      try LiteSerializer.serialize(contents)
    }
  }
}

@Suite struct AtomicFiles {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "linnet-atomic-\(UUID().uuidString)")

  private func entries() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func replacesWhole() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "x").path
    try AtomicFile.write(Data("old".utf8), toPath: path)
    try AtomicFile.write(Data("new".utf8), toPath: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try entries() == ["x"])
  }

  @Test func aRefusedFileLeavesTheOldOne() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "x").path
    try AtomicFile.write(Data("old".utf8), toPath: path)
    #expect(throws: WriteError("cannot write '\(path)': no good")) {
      try AtomicFile.write(toPath: path) { (file) throws(WriteError) in
        try file.write(UnsafeRawBufferPointer(start: nil, count: 0))
      } check: { (_) throws(WriteError) in
        throw WriteError("no good")
      }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try entries() == ["x"])
  }

  @Test func saysWhyItCannot() throws {
    let path = folder.appending(path: "none/x").path
    #expect(throws: WriteError("cannot write '\(path)': No such file or directory")) {
      try AtomicFile.write(Data(), toPath: path)
    }
    #expect(throws: WriteError("cannot write '/dev/null': it is no regular file")) {
      try AtomicFile.write(Data(), toPath: "/dev/null")
    }
  }
}
