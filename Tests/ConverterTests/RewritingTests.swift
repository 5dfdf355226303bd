// SPDX-License-Identifier: Apache-2.0
import Converter
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import TestSupport
import Testing

/// A `.tflite` file that is read and written again says what it said before.
struct RewritingTests {
  static let files = [
    "models/keyword_spotting/kws_dynamic.tflite", "models/image_classification/resnet8_int8.tflite",
    "control/while_in_branch.tflite", "control/variable_two_signatures.tflite",
  ]

  @Test(arguments: files)
  func keepsAllButTheLayout(path: String) throws {
    let original = try ModelFile(path: fixture(path))
    try withTemporaryFolder { folder in
      let copy = folder + "/copy.tflite"
      let conversion = Conversion(.liteFile(path: fixture(path)))
      try conversion.write(conversion.program(), toPath: copy)
      let written = try ModelFile(path: copy)
      #expect(written.model.description == original.model.description)
      #expect(metadata(of: written) == metadata(of: original))
      #expect(written.model.signatures.map(\.key) == Self.keys(of: original))
      for (old, new) in zip(original.model.subgraphs, written.model.subgraphs) {
        #expect(new.operators.map(\.name) == old.operators.map(\.name))
        #expect(new.inputs.map { new.tensors[$0].name } == old.inputs.map { old.tensors[$0].name })
        #expect(
          new.outputs.map { new.tensors[$0].name } == old.outputs.map { old.tensors[$0].name })
      }
    }
  }

  private func metadata(of file: ModelFile) -> [String: [UInt8]] {
    var metadata: [String: [UInt8]] = [:]
    for entry in file.model.metadata {
      metadata[entry.name] = Array(file.bytes(of: file.model.buffers[entry.buffer]))
    }
    return metadata
  }

  /// A model without a signature gets one by the names of its tensors.
  private static func keys(of file: ModelFile) -> [String] {
    let keys = file.model.signatures.map(\.key)
    return keys.isEmpty ? ["serving_default"] : keys
  }
}
