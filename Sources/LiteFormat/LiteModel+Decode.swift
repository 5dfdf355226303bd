// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension LiteModel {
  /// Reads a whole `.tflite` file.
  ///
  /// Time and memory are bounded by the size of `bytes`, whatever lengths the file claims. Every
  /// position is checked; ``LiteVerifier`` checks what the values mean.
  ///
  /// - Parameter bytes: the file, whose constants the model refers to by position.
  /// - Throws: ``FormatError`` for the first thing that is wrong.
  package static func decode(_ bytes: RawSpan) throws(FormatError) -> LiteModel {
    guard bytes.byteCount >= 8 else {
      throw FormatError("the file has \(bytes.byteCount) bytes, a model has at least 8")
    }
    guard bytes.load(UInt32.self, at: 4) == 0x334C_4654 else {
      throw FormatError("this is no .tflite file: bytes 4 to 7 are not 'TFL3'")
    }
    var decoder = ModelDecoder(byteCount: bytes.byteCount)
    var model = try decoder.model(TableView(rootOf: bytes))
    model.dropStaleSignatures()
    return model
  }
}

/// The state of decoding: how much the file may still unfold to, and what operators refer to.
struct ModelDecoder {
  /// Tables and vectors may be shared, so a small file can unfold to a huge model; real files
  /// unfold to little more than their size.
  private var budget: Int
  var operatorCodes: [LiteModel.OperatorCode] = []

  init(byteCount: Int) {
    budget = min(byteCount, 1 << 24) * 16 + 1 << 20
  }

  /// Counts the memory of `count` elements of `elementByteCount` bytes that are about to be decoded.
  mutating func charge(_ count: Int, elementByteCount: Int = 1) throws(FormatError) {
    guard count <= budget / elementByteCount else {
      throw FormatError("tables that share their parts unfold to too much memory")
    }
    budget -= count * elementByteCount
  }

  mutating func model(_ table: TableView) throws(FormatError) -> LiteModel {
    let version = try table.integer(ModelSlot.version, or: UInt32(0))
    let description = try string(table, ModelSlot.description)
    operatorCodes = try map(table, ModelSlot.operatorCodes, "operator code") {
      (decoder, table) throws(FormatError) in try decoder.operatorCode(table)
    }
    return LiteModel(
      version: Int(clamping: version), description: description,
      subgraphs: try map(table, ModelSlot.subgraphs, "subgraph") {
        (decoder, table) throws(FormatError) in try decoder.subgraph(table)
      },
      buffers: try map(table, ModelSlot.buffers, "buffer") {
        (decoder, table) throws(FormatError) in try decoder.buffer(table)
      },
      operatorCodes: operatorCodes,
      signatures: try map(table, ModelSlot.signatureDefs, "signature") {
        (decoder, table) throws(FormatError) in try decoder.signature(table)
      },
      metadata: try map(table, ModelSlot.metadata, "metadata") {
        (decoder, table) throws(FormatError) in
        LiteModel.Metadata(
          name: try decoder.string(table, MetadataSlot.name),
          buffer: try decoder.index(table, MetadataSlot.buffer))
      },
      externalBufferGroups: try map(table, ModelSlot.externalBufferGroups, "external group") {
        (decoder, table) throws(FormatError) in
        try decoder.string(table, ExternalBufferGroupSlot.name)
      },
      externalBuffers: try map(table, ModelSlot.externalBuffers, "external buffer") {
        (decoder, table) throws(FormatError) in try decoder.externalBuffer(table)
      })
  }

  /// The larger of the two codes is in force: files older than the second have 0 there, newer ones
  /// repeat small codes and put 127 in the first for those that need the second.
  private mutating func operatorCode(
    _ table: TableView
  ) throws(FormatError) -> LiteModel.OperatorCode {
    let old = try table.integer(OperatorCodeSlot.deprecatedBuiltinCode, or: Int8(0))
    let new = try table.integer(OperatorCodeSlot.builtinCode, or: Int32(0))
    return LiteModel.OperatorCode(
      builtin: BuiltinOperator(rawValue: max(Int32(old), new)),
      customCode: try optionalString(table, OperatorCodeSlot.customCode),
      version: Int(try table.integer(OperatorCodeSlot.version, or: Int32(1))))
  }

  /// Bytes in the FlatBuffer, or behind it by offset from the start of the file.
  private mutating func buffer(_ table: TableView) throws(FormatError) -> ByteRange {
    if let data = try table.vector(BufferSlot.data, elementByteCount: 1), data.count > 0 {
      return ByteRange(offset: data.start, count: data.count)
    }
    let offset = try table.integer(BufferSlot.offset, or: UInt64(0))
    let count = try table.integer(BufferSlot.size, or: UInt64(0))
    // The format's writers use 0 and 1 as marks of "no bytes behind the FlatBuffer".
    guard offset > 1, count > 0 else { return .empty }
    return try range(offset, count, in: table.bytes)
  }

  /// The bytes from `offset` on, which must lie in the file.
  func range(
    _ offset: UInt64, _ count: UInt64, in bytes: RawSpan
  ) throws(FormatError) -> ByteRange {
    let (end, overflow) = offset.addingReportingOverflow(count)
    guard !overflow, end <= UInt64(bytes.byteCount) else {
      throw FormatError(
        "\(count) bytes at offset \(offset) lie outside of the file's \(bytes.byteCount)")
    }
    return ByteRange(offset: Int(offset), count: Int(count))
  }

  private mutating func signature(_ table: TableView) throws(FormatError) -> LiteModel.Signature {
    LiteModel.Signature(
      key: try string(table, SignatureDefSlot.signatureKey),
      subgraph: try index(table, SignatureDefSlot.subgraphIndex),
      inputs: try map(table, SignatureDefSlot.inputs, "input") {
        (decoder, table) throws(FormatError) in try decoder.namedTensor(table)
      },
      outputs: try map(table, SignatureDefSlot.outputs, "output") {
        (decoder, table) throws(FormatError) in try decoder.namedTensor(table)
      })
  }

  private mutating func namedTensor(
    _ table: TableView
  ) throws(FormatError) -> LiteModel.NamedTensor {
    LiteModel.NamedTensor(
      name: try string(table, TensorMapSlot.name),
      tensor: try index(table, TensorMapSlot.tensorIndex))
  }

  private mutating func externalBuffer(
    _ table: TableView
  ) throws(FormatError) -> LiteModel.ExternalBuffer {
    LiteModel.ExternalBuffer(
      id: try index(table, ExternalBufferSlot.id),
      group: try index(table, ExternalBufferSlot.group),
      offset: Int(clamping: try table.integer(ExternalBufferSlot.offset, or: UInt64(0))),
      count: Int(clamping: try table.integer(ExternalBufferSlot.length, or: UInt64(0))),
      packing: try string(table, ExternalBufferSlot.packing))
  }
}

/// Parts of tables, counted before they are decoded.
extension ModelDecoder {
  /// What `body` makes of each table of the vector of `slot`; errors say which one of `kind`.
  mutating func map<Result>(
    _ table: TableView, _ slot: Int, _ kind: StaticString,
    _ body: (inout ModelDecoder, TableView) throws(FormatError) -> Result
  ) throws(FormatError) -> [Result] {
    let tables = try table.tables(slot)
    try charge(tables.count, elementByteCount: max(MemoryLayout<Result>.stride, 1))
    var results: [Result] = []
    results.reserveCapacity(tables.count)
    for index in 0..<tables.count {
      do throws(FormatError) {
        results.append(try body(&self, table.element(index, of: tables)))
      } catch {
        throw error.inside("\(kind) \(index)")
      }
    }
    return results
  }

  mutating func string(_ table: TableView, _ slot: Int) throws(FormatError) -> String {
    try optionalString(table, slot) ?? ""
  }

  mutating func optionalString(_ table: TableView, _ slot: Int) throws(FormatError) -> String? {
    guard let range = try table.vector(slot, elementByteCount: 1) else { return nil }
    try charge(range.count)
    return table.bytes.string(range)
  }

  /// An unsigned index; one too large for any use becomes `Int.max` or so and fits nothing.
  func index(_ table: TableView, _ slot: Int) throws(FormatError) -> Int {
    Int(clamping: try table.integer(slot, or: UInt32(0)))
  }

  /// A vector of integers; empty if the table does not have it.
  mutating func integers<T: FixedWidthInteger & BitwiseCopyable>(
    _ table: TableView, _ slot: Int, as _: T.Type = Int32.self
  ) throws(FormatError) -> [Int] {
    let vector = try VectorView<T>(table, slot)
    try charge(vector.count, elementByteCount: MemoryLayout<Int>.size)
    var result: [Int] = []
    result.reserveCapacity(vector.count)
    for index in 0..<vector.count { result.append(Int(clamping: vector[index])) }
    return result
  }

  mutating func floats(_ table: TableView, _ slot: Int) throws(FormatError) -> [Float] {
    let vector = try VectorView<Float>(table, slot)
    try charge(vector.count, elementByteCount: MemoryLayout<Float>.size)
    return vector.array
  }

  mutating func bools(_ table: TableView, _ slot: Int) throws(FormatError) -> [Bool] {
    let vector = try VectorView<UInt8>(table, slot)
    try charge(vector.count)
    var result: [Bool] = []
    result.reserveCapacity(vector.count)
    for index in 0..<vector.count { result.append(vector[index] != 0) }
    return result
  }
}
