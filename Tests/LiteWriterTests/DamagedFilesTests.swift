// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat
import LiteWriter
import TensorCore
import Testing

/// Files that are cut, changed or made to deceive: each is read to its end or refused, quickly, and
/// none crashes.
@Suite struct DamagedFiles {
  /// Small files of a few kinds: with and without signatures, with per-channel scales.
  private static func smallFiles() throws -> [Data] {
    let names = ["CONV_2D/1x1_int8", "FULLY_CONNECTED/flattening_dynamic"]
    var files = try names.map {
      try Data(
        contentsOf: TestFiles.root.appending(path: "Tests/Fixtures/operators/\($0).tflite"))
    }
    files.append(Data(try LiteSerializer.serialize(everything).bytes))
    return files
  }

  /// A file that has a bit of everything the format knows.
  private static var everything: LiteFileContents {
    let sparsity = LiteModel.Sparsity(
      traversalOrder: [0, 1], blockMap: [],
      dimensions: [.dense(size: 2), .compressed(segments: [0, 2, 3], indices: [1, 300, 0])])
    let blocks = LiteModel.QuantizationDetails.blockwise(
      scales: 0, zeroPoints: -1, blockSize: 2, blockShape: [1, 2])
    let axes = LiteModel.QuantizationDetails.multiAxis(
      scales: 0, zeroPoints: 0, blockSize: 1, axes: [0])
    let tensors: [LiteModel.Tensor] = [
      .init(
        name: "x", type: .float32, shape: [1, 4], shapeSignature: [-1, 4], isVariable: true,
        hasRank: true),
      .init(name: "sparse", type: .int8, shape: [2, 400], buffer: 1, sparsity: sparsity),
      .init(
        name: "blocks", type: .int4, shape: [1, 2], buffer: 2, quantization: .init(details: blocks)),
      .init(
        name: "axes", type: .int8, shape: [1], buffer: 2,
        quantization: .init(minimum: [0], maximum: [1], details: axes)),
      .init(
        name: "custom", type: .int8, shape: [1], buffer: 2,
        quantization: .init(details: .custom([1, 2, 3]))),
      .init(
        name: "v", type: .variant, shape: [],
        variantSubtypes: [.init(type: .int32, shape: [1], hasRank: true)]),
    ]
    var contents = LiteFileContents(
      description: "everything",
      subgraphs: [
        .init(
          name: "main", tensors: tensors, inputs: [0], outputs: [5],
          operators: [
            .init(
              code: .custom, customCode: "mine", inputs: [0, 1, -1], outputs: [5],
              customOptions: [1, 2, 3]),
            .init(
              code: .stablehloCase, version: 1, inputs: [0], outputs: [],
              options: StablehloCaseOptionsValue(branchSubgraphIndices: [1, 1])),
          ]), .init(name: "leaf", tensors: [], inputs: [], outputs: [], operators: []),
      ],
      buffers: [.empty, ByteSource([1, 2, 3]), ByteSource([4])],
      signatures: [
        .init(
          key: "serve", subgraph: 0, inputs: [.init(name: "a", tensor: 0)],
          outputs: [.init(name: "b", tensor: 5)])
      ], metadata: [.init(name: "note", buffer: 2)])
    contents.externalBufferGroups = ["weights.bin"]
    contents.externalBuffers = [.init(id: 1, group: 0, offset: 0, count: 4, packing: "p")]
    return contents
  }

  /// Reads and verifies; what is accepted must also be written again. Returns whether it was.
  @discardableResult
  private func survives(_ file: Data) throws -> Bool {
    do {
      let model = try LiteModel.decode(file.bytes)
      try LiteVerifier.verify(model, bytes: file.bytes)
      _ = try LiteSerializer.serialize(LiteFileContents(model, in: file)).byteCount
      return true
    } catch is FormatError {
      return false
    } catch is WriteError {
      return false
    }
  }

  @Test func everythingIsReadAsItWasWritten() throws {
    let file = Data(try LiteSerializer.serialize(Self.everything).bytes)
    #expect(file.withUnsafeBytes { SerializedLiteFile.isValid($0) })
    let model = try LiteModel.decode(file.bytes)
    try LiteVerifier.verify(model, bytes: file.bytes)
    try expectSame(Self.everything, LiteFileContents(model, in: file), "everything")
    #expect(model.externalBuffers == Self.everything.externalBuffers)
    #expect(model.externalBufferGroups == Self.everything.externalBufferGroups)
  }

  @Test func everyCutIsRefused() throws {
    for file in try Self.smallFiles() {
      for count in 0..<file.count {
        let isAccepted = try survives(Data(file.prefix(count)))
        // The last bytes may be padding, which nothing refers to.
        #expect(!isAccepted || file.count - count < 16, "cut at \(count) of \(file.count)")
      }
    }
  }

  @Test func everyChangedByteIsSurvived() throws {
    for file in try Self.smallFiles() {
      var changed = Data(file)
      for index in file.indices {
        for value in [0, 0x7F, 0x80, 0xFF, file[index] &+ 1] as [UInt8] {
          changed[index] = value
          try survives(changed)
        }
        changed[index] = file[index]
      }
    }
  }

  @Test func pairsOfChangesAreSurvived() throws {
    var generator = SplitMix(state: 20_26)
    for file in try Self.smallFiles() {
      for _ in 0..<3000 {
        var changed = Data(file)
        for _ in 0..<2 + generator.next() % 6 {
          changed[Int(generator.next() % UInt64(file.count))] = UInt8(
            truncatingIfNeeded: generator.next())
        }
        try survives(changed)
      }
    }
  }

  @Test func tablesThatShareTheirPartsDoNotUnfold() throws {
    var builder = FlatBufferBuilder()
    var fields = TableFields()
    fields.add(
      SubGraphSlot.inputs, try builder.vector([Int](repeating: 1, count: 10_000), as: Int32.self))
    let subgraph = builder.table(fields)
    fields = TableFields()
    fields.add(
      ModelSlot.subgraphs, builder.vector(of: Array(repeating: subgraph, count: 10_000)))
    let file = Data(builder.finished(root: builder.table(fields), identifier: "TFL3"))
    #expect(file.count < 100_000)
    do {
      _ = try LiteModel.decode(file.bytes)
      Issue.record("400 MB were decoded from \(file.count) bytes")
    } catch {
      #expect(error.message.hasSuffix("tables that share their parts unfold to too much memory"))
    }
  }

  @Test func eightBytesAreNoModel() {
    for bytes in [
      [], [0, 0, 0, 0], [4, 0, 0, 0, 84, 70, 76, 51], [255, 255, 255, 255, 84, 70, 76, 51],
    ]
      as [[UInt8]]
    {
      #expect(throws: FormatError.self) { try LiteModel.decode(bytes.span.bytes) }
    }
  }
}

/// A small seeded generator.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
