// SPDX-License-Identifier: Apache-2.0
import CChecksum
import TestSupport
import Testing

@testable import TensorFlowImport

/// Checksums and compressed blocks.
struct CheckpointFormatTests {
  /// The check value of the CRC catalogue, and RFC 3720's vectors of 32 bytes.
  @Test func checksumsOfTheStandard() {
    func crc(_ bytes: [UInt8]) -> UInt32 { linnet_crc32c(0, bytes, bytes.count) }
    #expect(crc(Array("123456789".utf8)) == 0xe306_9283)
    #expect(crc(Array(repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(crc(Array(repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(crc(Array(0..<32)) == 0x46dd_794e)
  }

  @Test func theInstructionAgreesWithTheTables() {
    var generator = SeededGenerator(seed: 3)
    let bytes = (0..<40_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    // Three streams of 4096 bytes run side by side, so 12288 and 24576 are the edges.
    for count in [0, 1, 7, 8, 9, 4095, 12287, 12288, 12289, 24575, 24576, 24585, 39_990] {
      for start in 0..<9 {
        bytes.withUnsafeBytes {
          let first = $0.baseAddress! + start
          #expect(linnet_crc32c(5, first, count) == linnet_crc32c_tables(5, first, count))
        }
      }
    }
  }

  private func decoded(_ bytes: [UInt8]) throws -> [UInt8] {
    try bytes.withRawBytes { bytes throws(DamagedBytes) in try snappyDecoded(bytes) }
  }

  @Test func snappyElements() throws {
    // Length 9; a literal of 3 (tag (3−1)·4); a copy of 6 bytes from 3 back (tag (6−4)·4 + 1, 3).
    #expect(try decoded([9, 8, 97, 98, 99, 9, 3]) == Array("abcabcabc".utf8))
    // The same with a two-byte distance (tag (6−1)·4 + 2) and a four-byte one (… + 3).
    #expect(try decoded([9, 8, 97, 98, 99, 22, 3, 0]) == Array("abcabcabc".utf8))
    #expect(try decoded([9, 8, 97, 98, 99, 23, 3, 0, 0, 0]) == Array("abcabcabc".utf8))
    // A literal of 61 bytes gives its length less one in a byte of its own (tag 60·4).
    let long = [UInt8](repeating: 7, count: 61)
    #expect(try decoded([61, 240, 60] + long) == long)
  }

  @Test func damagedSnappy() {
    for bytes: [UInt8] in [
      [], [5], [3, 8, 97], [9, 8, 97, 98, 99, 9, 4], [9, 8, 97, 98, 99, 9, 0],
      [4, 8, 97, 98, 99, 9, 3], [255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
    ] {
      #expect(throws: DamagedBytes.self, "\(bytes)") { try decoded(bytes) }
    }
  }
}
