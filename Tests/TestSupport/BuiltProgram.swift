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

  /// What programs of this package are built for, in a folder of dist/ each.
  package enum Target: String, Sendable {
    /// By `./cross-compile`.
    case aarch64, armv7
    /// By `./cross-compile aarch64 --model`, of the keyword fixture.
    case aarch64Models = "aarch64-models"
    /// By `Toolchain/test`.
    case x86 = "x86_64"

    /// The program that runs the target's programs here; nil where none is needed.
    var emulator: String? {
      switch self {
      case .aarch64, .aarch64Models: "qemu-aarch64"
      case .armv7: "qemu-arm"
      case .x86: nil
      }
    }
  }

  /// A program of this package built for ARM, run as on a given processor.
  package static func arm(
    _ name: String, _ target: Target = .aarch64, processor: String
  ) -> BuiltProgram {
    let emulator = target.emulator.map { [$0, "-cpu", processor] } ?? []
    return BuiltProgram(processor, words: emulator + [path(name, target)])
  }

  /// A program of this package built for x86-64.
  package static func x86(_ name: String) -> BuiltProgram {
    BuiltProgram("x86-64", words: [path(name, .x86)])
  }

  /// Whether a program was built for a target, and what runs it is installed.
  package static func canRun(_ name: String, for target: Target) -> Bool {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let hasEmulator = target.emulator.map { emulator in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(emulator)") }
    }
    return FileManager.default.isExecutableFile(atPath: path(name, target)) && hasEmulator != false
  }

  private static func path(_ name: String, _ target: Target) -> String {
    packageRoot + "/dist/" + target.rawValue + "/" + name
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
