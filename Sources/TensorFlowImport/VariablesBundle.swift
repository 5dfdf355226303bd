// SPDX-License-Identifier: Apache-2.0
import CChecksum
import Foundation
import GraphIR
import SwiftProtobuf
import TensorCore

/// The checkpoint of a SavedModel: an index and the shards that hold the tensors.
///
/// Shards are mapped, so that a tensor's bytes are read from the disk only when they are used; a
/// tensor's checksum is verified when it is first asked for.
final class VariablesBundle {
  private let prefix: String
  private let shardCount: Int
  private var entries: [String: [UInt8]]
  private var shards: [Int: MappedFile] = [:]
  private var tensors: [String: Value] = [:]

  private var indexPath: String { prefix + ".index" }

  /// - Parameter prefix: the path without `.index`.
  init(prefix: String) throws {
    self.prefix = prefix
    let path = prefix + ".index"
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    do throws(DamagedBytes) {
      let table = try SortedTable(file.bytes)
      entries = Dictionary(table.entries.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    } catch {
      throw importError("'\(path)' is damaged: \(error.reason); copy the model again")
    }
    guard let bytes = entries.removeValue(forKey: ""),
      let header = try? TFBundleHeaderProto(serializedBytes: bytes, options: .forImport)
    else { throw importError("'\(path)' is damaged: it has no header; copy the model again") }
    guard header.endianness == 0 else {
      throw importError("'\(path)' is of a big-endian machine; save the model on another one")
    }
    guard header.numShards > 0, header.numShards < 100_000 else {
      throw importError("'\(path)' is damaged: it names \(header.numShards) shards")
    }
    shardCount = Int(header.numShards)
  }

  /// The names of all tensors.
  var keys: Dictionary<String, [UInt8]>.Keys { entries.keys }

  /// Smaller tensors are copied: a byte read of a mapped file can bring 2 MiB into memory.
  private static let sharedByteCount = 1 << 16

  /// A numeric tensor that shares the shard's bytes if they are many, named `key`.
  ///
  /// - Throws: if there is none of this key, or it is damaged.
  func tensor(_ key: String) throws -> Value {
    if let tensor = tensors[key] { return tensor }
    let entry = try entry(key)
    guard let type = ElementType(dataType: entry.dtype), let shape = entry.shape.staticShape,
      let byteCount = type.byteCount(of: shape.elementCount)
    else {
      throw damaged(key, "its type (TensorFlow's number \(entry.dtype)) or shape is not supported")
    }
    guard entry.size == byteCount else {
      throw damaged(
        key,
        "it has \(entry.size) bytes, but \(shape.description) of \(type.name) takes \(byteCount)")
    }
    let (file, bytes) = try stored(entry, key)
    guard maskedChecksum(of: bytes) == entry.crc32C else {
      throw importError(
        "'\(file.path)' is damaged: the checksum of variable '\(key)' is wrong; copy the model again"
      )
    }
    let isSmall = bytes.count < Self.sharedByteCount
    let constant =
      isSmall ? ConstantData([UInt8](bytes)) : ConstantData(owner: file, bytes: bytes)
    // What is shared is read again when something is made of it, perhaps never.
    bytes.releasePages()
    let tensor = Value(name: key, type: type, shape: shape.dimensions, constant: constant)
    tensors[key] = tensor
    return tensor
  }

  /// The one string of a scalar string tensor; nil if there is none of this key.
  ///
  /// Stored are the length as a varint, the masked checksum of the length, and the string. The
  /// entry's checksum is over the length as four bytes (eight from 2³² on), that checksum, and the
  /// string.
  func string(_ key: String) throws -> Data? {
    guard entries[key] != nil else { return nil }
    let entry = try entry(key)
    let (file, bytes) = try stored(entry, key)
    do throws(DamagedBytes) {
      var cursor = ByteCursor(bytes)
      let count = try cursor.varint()
      let lengthChecksum = try cursor.littleEndian32()
      let text = try cursor.bytes(count)
      var crc =
        withUnsafeBytes(of: UInt64(count).littleEndian) { length in
          linnet_crc32c(0, length.baseAddress, count > UInt32.max ? 8 : 4)
        }
      guard masked(crc) == lengthChecksum else {
        throw DamagedBytes(reason: "the checksum of '\(key)' is wrong")
      }
      crc = withUnsafeBytes(of: lengthChecksum.littleEndian) {
        linnet_crc32c(crc, $0.baseAddress, 4)
      }
      guard masked(linnet_crc32c(crc, text.baseAddress, count)) == entry.crc32C else {
        throw DamagedBytes(reason: "the checksum of '\(key)' is wrong")
      }
      return Data(text)
    } catch {
      throw importError("'\(file.path)' is damaged: \(error.reason); copy the model again")
    }
  }

  private func entry(_ key: String) throws -> TFBundleEntryProto {
    guard let bytes = entries[key] else {
      throw importError("'\(indexPath)' has no variable '\(key)'; save the model again")
    }
    guard let entry = try? TFBundleEntryProto(serializedBytes: bytes, options: .forImport) else {
      throw damaged(key, "its entry cannot be read")
    }
    guard entry.slices.isEmpty else {
      throw importError(
        "variable '\(key)' of '\(indexPath)' is partitioned into \(entry.slices.count) slices, "
          + "which is not supported; save the model without a partitioner")
    }
    return entry
  }

  /// The bytes of an entry, and the shard that holds them.
  private func stored(
    _ entry: TFBundleEntryProto, _ key: String
  ) throws -> (MappedFile, UnsafeRawBufferPointer) {
    guard entry.shardID >= 0, Int(entry.shardID) < shardCount else {
      throw damaged(key, "it names shard \(entry.shardID) of \(shardCount)")
    }
    let file = try shard(Int(entry.shardID))
    guard entry.offset >= 0, entry.size >= 0, entry.offset <= file.bytes.count,
      entry.size <= Int64(file.bytes.count) - entry.offset
    else {
      throw importError(
        "'\(file.path)' is cut short: variable '\(key)' has \(entry.size) bytes from \(entry.offset) "
          + "on, the file \(file.bytes.count); copy the model again")
    }
    let range = Int(entry.offset)..<Int(entry.offset + entry.size)
    return (file, UnsafeRawBufferPointer(rebasing: file.bytes[range]))
  }

  private func shard(_ index: Int) throws -> MappedFile {
    if let file = shards[index] { return file }
    let path = prefix + ".data-\(fiveDigits(index))-of-\(fiveDigits(shardCount))"
    let file = try MappedFile(path: path)
    shards[index] = file
    return file
  }

  private func damaged(_ key: String, _ reason: String) -> ConversionError {
    importError("'\(indexPath)' is damaged: variable '\(key)': \(reason)")
  }
}

private func fiveDigits(_ number: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, 5 - text.count)) + text
}

extension BinaryDecodingOptions {
  /// Nesting is limited and fields that are not read are not kept.
  static let forImport: BinaryDecodingOptions = {
    var options = BinaryDecodingOptions()
    options.messageDepthLimit = 64
    options.discardUnknownFields = true
    return options
  }()
}
