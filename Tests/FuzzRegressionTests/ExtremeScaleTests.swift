// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat
import LiteWriter
import TensorCore
import TestSupport
import Testing

/// Scales at the ends of what is finite and positive, whose quotients and products are infinite, 0 or
/// no number, are refused or run; they never crash.
struct ExtremeScaleTests {
  private static let scales: [Float] = [
    .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
  ]

  /// Every operator that has a recorded case of integers.
  private static let operators: [String] = {
    (try? FileManager.default.contentsOfDirectory(atPath: fixture("operators")))?.sorted() ?? []
  }()

  /// The recorded cases of an operator, one of each combination of its tensors' types.
  private func pieces(of name: String) throws -> [RandomGraph.Piece] {
    let folder = fixture("operators/\(name)")
    var seen: Set<String> = []
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { file in
      guard file.hasSuffix(".tflite") else { return nil }
      let piece = try RandomGraph.Piece(path: "\(folder)/\(file)")
      let types = piece.subgraph.tensors.map(\.type.name).joined(separator: " ")
      return seen.insert(types).inserted ? piece : nil
    }
  }

  /// Each tensor's scales in turn, and all of them together.
  @Test(arguments: operators)
  func neverCrash(name: String) throws {
    for piece in try pieces(of: name) {
      let quantized = piece.subgraph.tensors.indices.filter {
        !(piece.subgraph.tensors[$0].quantization?.scales.isEmpty ?? true)
      }
      for changed in quantized.map({ [$0] }) + (quantized.isEmpty ? [] : [quantized]) {
        for scale in Self.scales {
          var contents = piece.contents
          for tensor in changed {
            let count = contents.subgraphs[0].tensors[tensor].quantization!.scales.count
            contents.subgraphs[0].tensors[tensor].quantization!.scales =
              Array(repeating: scale, count: count)
          }
          try MutatedModelTests.run(
            LiteSerializer.serialize(contents).bytes,
            label: "\(name) with scale \(scale) of tensors \(changed)")
        }
      }
    }
  }
}
