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

  /// The same where an `Int` has 32 bits.
  @Test(
    .enabled(
      if: BuiltProgram.canRun("linnet-run", for: .armv7), "needs ./cross-compile armv7 and qemu-arm"
    ))
  func oddChainsNeverCrashOn32Bits() throws {
    let board = BuiltProgram.arm("linnet-run", .armv7, processor: "cortex-a7")
    let first = Self.number("LINNET_FUZZ_SEED", 1)
    var runCount = 0
    for seed in first..<first + Self.number("LINNET_FUZZ_GRAPHS", 400) / 4 {
      let model = try RandomGraph.model(of: Self.pieces, seed: UInt64(seed))
      try withTemporaryFolder { folder in
        let path = folder + "/model.tflite"
        try Data(model).write(to: URL(fileURLWithPath: path))
        let outcome = try board.run(
          ["bench", path, "--runs", "1"], environment: ["LINNET_MEMORY": "64"])
        #expect(
          outcome.exitCode == 0 || outcome.exitCode == 1 && outcome.errors.hasPrefix("error: "),
          "chain \(seed): \(outcome.errors)")
        runCount += outcome.exitCode == 0 ? 1 : 0
      }
    }
    #expect(runCount > 10)
  }
}
