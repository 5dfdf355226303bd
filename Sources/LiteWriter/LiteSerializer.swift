// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Makes the bytes of a `.tflite` file: the same bytes for the same contents, every time.
///
/// Constants of equal bytes are stored once, at multiples of 16, after all other tables. Files
/// that a FlatBuffer cannot hold keep their constants behind it.
package struct LiteSerializer {
  /// FlatBuffers end before 2 GiB; this many bytes of constants are kept inside at most.
  package static var largestInline: Int { 2_000_000_000 }

  /// What every constant is aligned to.
  static var alignment: Int { 16 }

  var builder = FlatBufferBuilder()
  /// The number in the file of each buffer of the contents.
  private(set) var bufferNumbers: [Int] = []
  private var uniqueBuffers: [ByteSource] = []
  /// Quantizations that have been written, for tensors that share them.
  var quantizations: [LiteModel.Quantization: FlatBufferBuilder.Offset] = [:]
  private var operatorCodes: [LiteModel.OperatorCode: Int] = [:]
  /// Where the offsets of the constants behind the FlatBuffer are to be written.
  private var outsideOffsets: [FlatBufferBuilder.Offset] = []

  /// The finished file.
  ///
  /// - Parameter largestInline: with more bytes of constants than this, they are kept behind the
  ///   FlatBuffer.
  /// - Throws: if an index or number does not fit the format.
  package static func serialize(
    _ contents: LiteFileContents, largestInline: Int = Self.largestInline
  ) throws(WriteError) -> SerializedLiteFile {
    var serializer = LiteSerializer()
    return try serializer.serialize(contents, largestInline: largestInline)
  }

  private mutating func serialize(
    _ contents: LiteFileContents, largestInline: Int
  ) throws(WriteError) -> SerializedLiteFile {
    numberBuffers(contents.buffers)
    let constantByteCount = uniqueBuffers.reduce(0) { $0 + $1.count + Self.alignment }
    let isInline = constantByteCount <= largestInline
    let buffers = isInline ? try inlineBuffers() : try outsideBuffers()
    let root = try model(contents, buffers: buffers)
    builder.finish(root: root, identifier: "TFL3", alignment: Self.alignment)
    if isInline { return SerializedLiteFile(flatBuffer: builder.segments, behind: []) }
    placeBuffersBehind()
    return SerializedLiteFile(
      flatBuffer: builder.segments, behind: Array(uniqueBuffers.dropFirst()))
  }

  /// Gives buffers of equal bytes the same number; all that are empty have number 0.
  private mutating func numberBuffers(_ buffers: [ByteSource]) {
    uniqueBuffers = [.empty]
    var candidates: [Int: [Int]] = [:]
    for source in buffers {
      guard source.count > 0 else {
        bufferNumbers.append(0)
        continue
      }
      let hash = source.withBytes(\.sampledHash)
      let equal = candidates[hash]?.first { uniqueBuffers[$0].hasSameBytes(as: source) }
      bufferNumbers.append(equal ?? uniqueBuffers.count)
      if equal == nil {
        candidates[hash, default: []].append(uniqueBuffers.count)
        uniqueBuffers.append(source)
      }
    }
  }

  /// The vector of buffers, whose bytes go in between the tables.
  private mutating func inlineBuffers() throws(WriteError) -> FlatBufferBuilder.Offset {
    var tables: [FlatBufferBuilder.Offset] = []
    for source in uniqueBuffers.reversed() {
      var fields = TableFields()
      if source.count > 0 {
        fields.add(BufferSlot.data, builder.vector(source, alignment: Self.alignment))
      }
      tables.append(builder.table(fields))
    }
    return builder.vector(of: tables.reversed())
  }

  /// The vector of buffers, whose bytes will follow the FlatBuffer.
  private mutating func outsideBuffers() throws(WriteError) -> FlatBufferBuilder.Offset {
    var tables = [builder.table(TableFields())]
    for source in uniqueBuffers.dropFirst() {
      var fields = TableFields()
      fields.addReplaceable(BufferSlot.offset, 0)
      try fields.add(BufferSlot.size, source.count, default: UInt64(0))
      tables.append(builder.table(fields))
      outsideOffsets.append(builder.lastReplaceable)
    }
    return builder.vector(of: tables)
  }

  /// Fills in where each constant behind the FlatBuffer starts, counted from the start of the file.
  private mutating func placeBuffersBehind() {
    var position = builder.byteCount
    for (source, offset) in zip(uniqueBuffers.dropFirst(), outsideOffsets) {
      position = SerializedLiteFile.aligned(position)
      builder.replaceNumber(at: offset, by: UInt64(position))
      position += source.count
    }
  }

  /// The number of `operation`'s code; codes are numbered as they come.
  mutating func number(of operation: LiteFileContents.Operator) -> Int {
    let code = LiteModel.OperatorCode(
      builtin: operation.code, customCode: operation.customCode, version: operation.version)
    if let number = operatorCodes[code] { return number }
    operatorCodes[code] = operatorCodes.count
    return operatorCodes.count - 1
  }

  /// The codes that operators have asked for, in the order of their numbers.
  var numberedCodes: [LiteModel.OperatorCode] {
    operatorCodes.sorted { $0.value < $1.value }.map(\.key)
  }
}
