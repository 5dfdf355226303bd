// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf
import TensorCore
import TestSupport
import Testing

@testable import TensorFlowImport

/// Text files that fill lookup tables, read as TensorFlow reads them.
struct TableFileTests {
  private func table(
    _ text: String, key: Int64, value: Int64, delimiter: String = "\t", offset: Int64 = 0,
    size: Int64 = -1, read: (TableFile) throws -> Void
  ) throws {
    let numbers = ["key_index": key, "value_index": value, "offset": offset, "vocab_size": size]
    let node = TFNodeDef.with { node in
      node.name = "fill"
      node.attr = numbers.map { name, number in
        .with {
          $0.key = name
          $0.value.i = number
        }
      }
      node.attr.append(
        .with {
          $0.key = "delimiter"
          $0.value.s = Data(delimiter.utf8)
        })
    }
    try withTemporaryFolder { folder in
      let path = folder + "/table.txt"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      try read(try TableFile(path: path, for: node))
    }
  }

  @Test func linesAndTheirNumbers() throws {
    try table("cat\r\ndog\nbird", key: -2, value: -1) { (file) throws in
      let keys = try file.keys(as: .string)
      #expect(keys.shape == [3])
      #expect(keys.constant?.bytes.suffix(10).map { $0 } == Array("catdogbird".utf8))
      #expect(try file.values(as: .int64).constant?.elements(as: Int64.self) == [0, 1, 2])
    }
  }

  @Test func columns() throws {
    try table("7;x;0.5\n-8;y;1e2\n9;z;3\n", key: 0, value: 2, delimiter: ";", size: 2) {
      (file) throws in
      #expect(try file.keys(as: .int64).constant?.elements(as: Int64.self) == [7, -8])
      #expect(try file.values(as: .float32).constant?.elements(as: Float.self) == [0.5, 100])
    }
  }

  @Test func linesBeforeTheFirst() throws {
    try table("head\na\nb\n", key: -2, value: -1, offset: 1) { (file) throws in
      #expect(try file.keys(as: .string).constant?.bytes.suffix(2).map { $0 } == Array("ab".utf8))
    }
  }

  @Test(arguments: [
    ("a\t1\n\nb\t2\n", Int64(-1), "line 2 of"),
    ("a\t1\nb\n", -1, "line 2 of"),
    ("a\tone\n", -1, "'one' where a number is expected"),
    ("a\t1\n", 5, "has 1 lines, but the table takes 5"),
  ])
  func faults(text: String, size: Int64, reason: String) throws {
    let error = #expect(throws: ConversionError.self) {
      try table(text, key: 0, value: 1, size: size) { _ = try $0.values(as: .int64) }
    }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    #expect(error?.node == "fill")
  }

  @Test(arguments: ["../secret.txt", "/etc/hostname", "a/../../b", ""])
  func filesElsewhere(name: String) throws {
    var graph = TFMetaGraphDef()
    graph.assetFileDef = [
      .with {
        $0.tensorInfo.name = "path:0"
        $0.filename = name
      }
    ]
    let error = #expect(throws: ConversionError.self) { try ModelAssets(graph, folder: "model") }
    #expect(error?.reason.contains("is not in its folder of assets") == true)
  }
}
