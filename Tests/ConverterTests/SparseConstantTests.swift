// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import LiteWriter
import TensorCore
import Testing

/// Constants of which a file has only the elements that are not 0.
@Suite struct SparseConstantTests {
  /// A model that gives a sparse constant with all its elements.
  private func model(
    _ type: ElementType, _ shape: [Int], _ stored: [UInt8], _ sparsity: LiteModel.Sparsity
  ) throws -> ModelFile {
    let tensors: [LiteModel.Tensor] = [
      .init(name: "sparse", type: type, shape: shape, buffer: 1, sparsity: sparsity),
      .init(name: "dense", type: type, shape: shape),
    ]
    let contents = LiteFileContents(
      description: "sparse",
      subgraphs: [
        .init(
          name: "main", tensors: tensors, inputs: [], outputs: [1],
          operators: [.init(code: .densify, inputs: [0], outputs: [1])])
      ],
      buffers: [.empty, ByteSource(stored)], signatures: [], metadata: [])
    let bytes = try LiteSerializer.serialize(contents).bytes
    return try bytes.withUnsafeBytes { try ModelFile(bytes: $0) }
  }

  private func elements(of file: ModelFile) throws -> [Int8] {
    let interpreter = try Interpreter(file)
    try interpreter.invoke()
    return Array(interpreter.bytes(of: 1).bindMemory(to: Int8.self))
  }

  /// Blocks of two columns, of which all first ones come before all second ones.
  @Test func blocksMayComeFirst() throws {
    let file = try model(
      .int8, [2, 4], [1, 2, 3],
      LiteModel.Sparsity(
        traversalOrder: [2, 0, 1], blockMap: [1],
        dimensions: [
          .dense(size: 2), .dense(size: 2),
          .compressed(segments: [0, 1, 1, 2, 3], indices: [1, 0, 1]),
        ]))
    // Of the first ones row 0 has column 2; of the second ones it has column 1, row 1 column 3.
    #expect(try elements(of: file) == [0, 2, 1, 0, 0, 0, 0, 3])
  }

  /// 512 MiB of zeros, in a file of 128 KiB.
  @Test func hugeOnesAreRefused() {
    let rows = 1 << 15
    let sparsity = LiteModel.Sparsity(
      traversalOrder: [0, 1], blockMap: [],
      dimensions: [
        .dense(size: rows),
        .compressed(segments: [Int](repeating: 0, count: rows) + [1], indices: [5]),
      ])
    let refusal = #expect(throws: InterpreterError.self) {
      _ = try model(.int8, [rows, 1 << 14], [1], sparsity)
    }
    #expect(refusal?.message.contains("takes 536870912 bytes") == true)
  }

  @Test func packedOnesAreRefused() {
    let sparsity = LiteModel.Sparsity(
      traversalOrder: [0], blockMap: [],
      dimensions: [.compressed(segments: [0, 1], indices: [5])])
    let refusal = #expect(throws: InterpreterError.self) {
      _ = try model(.int4, [8], [1], sparsity)
    }
    #expect(refusal?.message.contains("in elements of whole bytes") == true)
  }
}
