// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat
import TensorCore
import Testing

/// Files that the tests of the format read.
enum TestFiles {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every `.tflite` file under `folder`, or none if there is no such folder.
  static func models(in folder: URL) -> [URL] {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "tflite" }
      .sorted { $0.path < $1.path }
  }

  static var allModels: [URL] {
    models(in: root.appending(path: "Tests/Fixtures"))
  }
}

@Suite struct RealFiles {
  @Test func areDecodedAndAccepted() throws {
    let files = TestFiles.allModels
    #expect(files.count > 100)
    for file in files {
      let bytes = try Data(contentsOf: file, options: .alwaysMapped)
      #expect(throws: Never.self, "\(file.path)") {
        let model = try LiteModel.decode(bytes.bytes)
        #expect(!model.subgraphs.isEmpty)
        try LiteVerifier.verify(model, bytes: bytes.bytes)
      }
    }
  }
}
