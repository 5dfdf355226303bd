// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TestSupport
import Testing

@testable import KerasImport

/// Damaged files are refused in one line, or read where the damage is in what is not needed; they
/// neither crash nor hang.
struct DamagedFileTests {
  private static let models = ["keras3/conv2d.keras", "keras3/lstm.h5", "keras2/dense.h5"]

  /// Reads the bytes as a model.
  ///
  /// - Returns: what is said of it; nil where it is a model.
  private func refusal(_ bytes: [UInt8]) throws -> String? {
    let file = try OpenFile { descriptor in
      #expect(bytes.withUnsafeBytes { write(descriptor, $0.baseAddress!, $0.count) } == bytes.count)
    }
    do {
      _ = try KerasModel.read(path: "/proc/self/fd/\(file.descriptor)")
      return nil
    } catch let error as ConversionError {
      return error.description
    }
  }

  @Test(arguments: models) func cutFilesAreRefused(_ name: String) throws {
    let bytes = try KerasFixture(file: name).bytes()
    #expect(try refusal(bytes) == nil)
    for part in 1..<24 {
      let reason = try refusal(Array(bytes.prefix(bytes.count * part / 24)))
      #expect(reason != nil && !reason!.contains("\n"), "\(part) of 24")
    }
  }

  @Test(arguments: models) func changedBytesDoNotCrash(_ name: String) throws {
    let bytes = try KerasFixture(file: name).bytes()
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<60 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        // Most of what the library follows stands in the first part of a file.
        let end = Bool.random(using: &generator) ? bytes.count : min(4096, bytes.count)
        damaged[Int.random(in: 0..<end, using: &generator)] = .random(
          in: 0...255, using: &generator)
      }
      let reason = try refusal(damaged)
      #expect(reason.map { !$0.contains("\n") } ?? true)
    }
  }

  @Test func whatIsNoModelIsNamed() throws {
    #expect(try refusal([0x50, 0x4b, 0x03, 0x04, 0, 0])?.contains("damaged") == true)
    #expect(try refusal(Array("{}".utf8))?.contains("damaged") == true)
    #expect(throws: ConversionError.self) { try KerasModel.read(path: "/no/such/model.keras") }
  }
}
