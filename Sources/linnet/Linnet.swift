// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// Converts TensorFlow models to small `.tflite` files, runs them, and says what it cost.
@main
struct Linnet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "linnet",
    abstract: "Converts TensorFlow models to small .tflite files, runs and measures them.",
    discussion: "Exit status: 0 done, 1 failed (one `error:` line says why), 64 wrong usage.",
    version: "linnet \(linnetVersion)",
    subcommands: [
      ConvertCommand.self, RunCommand.self, BenchCommand.self, CompareCommand.self,
      InspectCommand.self,
    ])

  /// Parses and runs; every failure ends with one line and the status that fits.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      if let failure = Failure(error) {
        Diagnostics.standard.write(failure)
        exit(withError: ExitCode(failure.exitCode))
      }
      // Help and version, or wrong usage.
      guard exitCode(for: error) != .success else { exit(withError: error) }
      Diagnostics.standard.write(usage: fullMessage(for: error))
      exit(withError: exitCode(for: error))
    }
  }
}
