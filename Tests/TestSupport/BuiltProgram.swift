// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A program to run in tests, and the words that come before its arguments.
package struct BuiltProgram: Sendable {
  package let name: String
  private let words: [String]

  package init(_ name: String, words: [String]) {
    self.name = name
    self.words = words
  }

  /// A program of this package as built for the tests.
  package static func built(_ name: String) -> BuiltProgram {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return BuiltProgram("native", words: [folder.appending(path: name).path])
  }

  /// A program of this package built for 64-bit ARM, run as on a given processor.
  package static func arm(_ name: String, processor: String) -> BuiltProgram {
    BuiltProgram(
      processor, words: ["qemu-aarch64", "-cpu", processor, path(name, target: "aarch64")])
  }

  /// Whether a program was built for 64-bit ARM.
  package static func isBuiltForARM(_ name: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path(name, target: "aarch64"))
  }

  /// A program of this package built for x86-64 by `Toolchain/test`.
  package static func x86(_ name: String) -> BuiltProgram {
    BuiltProgram("x86-64", words: [path(name, target: "x86_64")])
  }

  /// Whether `Toolchain/test` built a program for x86-64.
  package static func isBuiltForX86(_ name: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path(name, target: "x86_64"))
  }

  private static func path(_ name: String, target: String) -> String {
    packageRoot + "/dist/" + target + "/" + name
  }

  /// The words that `env` is to run.
  func commandLine(_ arguments: [String]) -> [String] { words + arguments }

  /// What a program left behind.
  package struct Outcome {
    package let exitCode: Int32
    package let output: String
    package let errors: String
  }

  /// Runs it to its end.
  package func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = commandLine(arguments)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Errors are one line, which the pipe holds while the output is read.
    let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
    let errorBytes = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: String(decoding: outputBytes, as: UTF8.self),
      errors: String(decoding: errorBytes, as: UTF8.self))
  }
}
