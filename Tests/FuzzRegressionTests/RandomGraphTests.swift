// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import TensorCore
import TestSupport
import Testing

/// Chains of operators in which much is odd are refused, or run within their limits.
///
/// `LINNET_FUZZ_GRAPHS` says how many chains are tried, `LINNET_FUZZ_SEED` the first one's number.
/// See ``MutatedModelTests`` for what is left behind by a crash.
struct RandomGraphTests {
  private static let pieces: [RandomGraph.Piece] = {
    let folder = fixture("operators")
    let operators = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return operators.sorted().flatMap { name -> [RandomGraph.Piece] in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []
      let models = files.filter { $0.hasSuffix(".tflite") }.sorted()
      // A few of each operator, spread over its cases.
      let step = max(models.count / 6, 1)
      return stride(from: 0, to: models.count, by: step).compactMap {
        try? RandomGraph.Piece(path: "\(folder)/\(name)/\(models[$0])")
      }
    }
  }()

  private static func number(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
  }

  @Test func oddChainsNeverCrash() throws {
    #expect(Self.pieces.count > 300)
    let first = Self.number("LINNET_FUZZ_SEED", 1)
    var runCount = 0
    for seed in first..<first + Self.number("LINNET_FUZZ_GRAPHS", 400) {
      let model = try RandomGraph.model(of: Self.pieces, seed: UInt64(seed))
      if try MutatedModelTests.run(model, label: "chain \(seed)") { runCount += 1 }
    }
    print("\(runCount) chains ran")
    #expect(runCount > 40)
  }
}
