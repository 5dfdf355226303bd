// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf
import TensorCore
import TestSupport
import Testing

@testable import TensorFlowImport

/// Checkpoints made by hand, whose checksums are right and whose contents are wrong.
struct BundleFaultTests {
  // MARK: Making one

  /// A block, how it is compressed, and the checksum of both.
  private func block(_ contents: [UInt8], compression: UInt8 = 0) -> [UInt8] {
    let checked = contents + [compression]
    let sum = checked.withUnsafeBytes { maskedChecksum(of: $0) }
    return checked + withUnsafeBytes(of: sum.littleEndian) { Array($0) }
  }

  /// Keys and values, each key in full, behind which is where the first of them stands: 0.
  private func contents(_ entries: [(key: String, value: [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (key, value) in entries {
      bytes.append(0)
      append(key.utf8.count, to: &bytes)
      append(value.count, to: &bytes)
      bytes += key.utf8
      bytes += value
    }
    return bytes + [0, 0, 0, 0, 1, 0, 0, 0]
  }

  private func append(_ number: Int, to bytes: inout [UInt8]) {
    var rest = UInt64(number)
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private func handle(_ offset: Int, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    append(offset, to: &bytes)
    append(count, to: &bytes)
    return bytes
  }

  /// A table of one block of data, which its index says is at `place`, by default where it is.
  private func table(
    _ data: [UInt8], compression: UInt8 = 0, at place: (offset: Int, count: Int)? = nil
  ) -> [UInt8] {
    let first = block(data, compression: compression)
    let (offset, count) = place ?? (0, data.count)
    let index = contents([("z", handle(offset, count))])
    var footer = handle(0, 0) + handle(first.count, index.count)
    footer += Array(repeating: 0, count: 40 - footer.count)
    footer += withUnsafeBytes(of: UInt64(0xdb47_7524_8b80_fb57).littleEndian) { Array($0) }
    return first + block(index) + footer
  }

  /// A header, and the variable `v` of two floats that are the shard's first eight bytes.
  private func entries(
    shards: Int32 = 1, _ edit: (inout TFBundleEntryProto) -> Void = { _ in }
  ) throws -> [(key: String, value: [UInt8])] {
    let header = TFBundleHeaderProto.with { $0.numShards = shards }
    var entry = TFBundleEntryProto()
    entry.dtype = 1
    entry.shape.dim = [.with { $0.size = 2 }]
    entry.size = 8
    entry.crc32C = Self.shard.prefix(8).withUnsafeBytes { maskedChecksum(of: $0) }
    edit(&entry)
    return [
      ("", [UInt8](try header.serializedData())), ("v", [UInt8](try entry.serializedData())),
    ]
  }

  private static let shard = [UInt8](0..<16)

  /// What is said of the variable `v`; nil where it is read.
  private func fault(_ index: [UInt8]) throws -> String? {
    try withTemporaryFolder { folder in
      let prefix = folder + "/variables"
      try Data(index).write(to: URL(fileURLWithPath: prefix + ".index"))
      try Data(Self.shard).write(
        to: URL(fileURLWithPath: prefix + ".data-00000-of-00001"))
      do {
        let value = try VariablesBundle(prefix: prefix).tensor("v")
        #expect(value.constant.map { Array($0.bytes) } == Array(Self.shard.prefix(8)))
        return nil
      } catch let error as ConversionError {
        return error.description
      }
    }
  }

  // MARK: Faults

  @Test func aWholeOne() throws {
    #expect(try fault(table(contents(entries()))) == nil)
  }

  @Test func placesOutsideOfTheShard() throws {
    func text(_ edit: (inout TFBundleEntryProto) -> Void) throws -> String {
      try fault(table(contents(entries(edit)))) ?? "no error"
    }
    #expect(try text { $0.offset = 9 }.contains("cut short"))
    #expect(try text { $0.offset = .max }.contains("cut short"))
    #expect(try text { $0.offset = -8 }.contains("cut short"))
    #expect(try text { $0.size = -8 }.contains("-8 bytes"))
    #expect(try text { $0.size = 16 }.contains("has 16 bytes"))
    #expect(try text { $0.offset = 8 }.contains("checksum of variable 'v'"))
    #expect(try text { $0.shardID = 1 }.contains("names shard 1 of 1"))
    #expect(try text { $0.shardID = -1 }.contains("names shard -1"))
    #expect(try text { $0.dtype = 99 }.contains("number 99"))
    #expect(try text { $0.shape.dim[0].size = 1 << 40 }.contains("shape is not supported"))
  }

  @Test func headersThatNameNoShards() throws {
    for count: Int32 in [0, -1, .max] {
      #expect(
        try fault(table(contents(entries(shards: count))))?.contains("\(count) shards") == true)
    }
    #expect(try fault(table(contents(entries(shards: 2))))?.contains("of-00002") == true)
    #expect(try fault(table(contents([])))?.contains("no header") == true)
  }

  @Test func blocksThatAreNone() throws {
    let data = try contents(entries())
    for place in [(1 << 40, 8), (0, 1 << 40), (Int.max, Int.max)] {
      #expect(try fault(table(data, at: place))?.contains("lies outside of it") == true)
    }
    #expect(
      try fault(table(data, at: (0, data.count - 1)))?.contains("checksum of a block") == true)
    #expect(try fault(table([1, 2]))?.contains("too short") == true)
    // As many restarts as the block has no room for.
    #expect(try fault(table([0xff, 0xff, 0xff, 0xff]))?.contains("too short") == true)
    // A key that repeats five bytes of one before, which there is not.
    #expect(
      try fault(table([5, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]))?.contains("repeats more") == true)
    // A value longer than the block, and a number that does not end.
    #expect(
      try fault(table([0, 0, 99, 0, 0, 0, 0, 1, 0, 0, 0]))?.contains("ends too early") == true)
    #expect(
      try fault(table(Array(repeating: 0xff, count: 20) + [0, 0, 0, 0, 1, 0, 0, 0]))?.contains(
        "too long") == true)
  }

  /// As one literal (tag 61 · 4: its length less one in two bytes) behind the length, 7 bits a byte.
  @Test func compressedBlocks() throws {
    let data = try contents(entries())
    var packed: [UInt8] = []
    append(data.count, to: &packed)
    packed += [61 << 2, UInt8((data.count - 1) & 0xff), UInt8((data.count - 1) >> 8)] + data
    #expect(try fault(table(packed, compression: 1)) == nil)
    #expect(try fault(table(Array(packed.dropLast()), compression: 1))?.contains("early") == true)
    #expect(try fault(table(data, compression: 7))?.contains("unknown way (7)") == true)
  }
}
