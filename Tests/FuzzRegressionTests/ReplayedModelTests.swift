// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import TestSupport
import Testing

/// Models that fuzzing found to crash or to take too much are refused, each for its reason.
struct ReplayedModelTests {
  /// The files, and what is wrong with them.
  static let reasons: [String: String] = [
    // The caller's values were written into the mapped file.
    "constant_input": "inputs: callers give tensor 1 'constant_0', which is a constant",
    // [3, 2, 16777220] numbers for a file of 480 bytes: of 4 bytes each and 64 bytes aside, more
    // than 128 MiB and 480 × 64 bytes.
    "large_input": "needs more than the limit of 134248448 bytes",
  ]

  static let files: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: fixture("regressions"))
    return (names ?? []).filter { $0.hasSuffix(".tflite.damaged") }.sorted()
  }()

  @Test func everyFileHasAReason() {
    #expect(Self.files.map { String($0.prefix { $0 != "." }) } == Self.reasons.keys.sorted())
  }

  @Test(arguments: files)
  func isRefused(file: String) throws {
    let reason = try #require(Self.reasons[String(file.prefix { $0 != "." })])
    let error = #expect(throws: InterpreterError.self) {
      let interpreter = try Interpreter(ModelFile(path: fixture("regressions/\(file)")))
      for input in interpreter.inputs {
        _ = interpreter.bytes(of: input.tensor).initializeMemory(as: UInt8.self, repeating: 1)
      }
      try interpreter.invoke()
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  /// Who really needs more says so.
  @Test func theOwnLimitMayBeRaised() throws {
    let file = try ModelFile(path: fixture("operators/ADD_N/") + Self.anyFile(of: "ADD_N"))
    var options = Interpreter.Options()
    options.ownByteLimit = 0
    #expect(throws: InterpreterError.self) { try Interpreter(file, options: options) }
    options.ownByteLimit = 1 << 20
    try Interpreter(file, options: options).invoke()
  }

  private static func anyFile(of name: String) throws -> String {
    let files = try FileManager.default.contentsOfDirectory(atPath: fixture("operators/\(name)"))
    return try #require(files.sorted().first { $0.hasSuffix(".tflite") })
  }
}
