// SPDX-License-Identifier: Apache-2.0
import CKernels
import CPlatform
import Interpreter
import TensorCore

/// How many threads a user may ask for.
package let threadRange = 1...256

/// The tool of the device: `run` and `bench` from a plain list of arguments.
package enum DeviceTool {
  private static let help = """
    Runs TensorFlow Lite models.

    \(RunCommand.usage)
    \(BenchCommand.usage)
    LINNET_ISA=NAME forces the kernels of an instruction set: scalar, avx2, avxvnni, avx512vnni,
    neon, neondot.
    LINNET_MEMORY=MIB is the most that the tensors of a model may take; else a small file may ask for
    128 MiB, resized inputs for more, up to 4 GiB.
    LINNET_TURNS=N allows the loops and calls of an inference N turns; else a million.
    LINNET_SEED=N tells random numbers whose operators have no seeds.

    """

  /// Does what the arguments say, the program's name left out.
  ///
  /// - Returns: the exit code: 0 done, 1 failed, 64 wrong usage. A failure is told in one line on
  ///   standard error.
  package static func main(_ arguments: [String], version: String) -> Int32 {
    do {
      try execute(arguments, version: version)
      return 0
    } catch {
      writeError(error.message)
      return error.exitCode
    }
  }

  private static func execute(_ arguments: [String], version: String) throws(CommandError) {
    let rest = Array(arguments.dropFirst())
    guard let command = arguments.first else {
      throw CommandError.usage("no command; there are run and bench, and --help")
    }
    let asksForHelp = arguments.contains { $0.isSame(as: "--help") || $0.isSame(as: "-h") }
    if asksForHelp || command.isSame(as: "help") {
      try writeOutput(help)
    } else if command.isSame(as: "run") {
      try RunCommand(parsing: rest).execute()
    } else if command.isSame(as: "bench") {
      try BenchCommand(parsing: rest).execute()
    } else if command.isSame(as: "--version") {
      try writeOutput("linnet-run \(version)\n")
    } else {
      throw CommandError.usage("unknown command '\(command)'; there are run and bench")
    }
  }
}

/// Maps and verifies a model.
func openModel(_ path: String) throws(CommandError) -> ModelFile {
  do {
    return try ModelFile(path: path)
  } catch {
    throw CommandError.failure("\(error.message)")
  }
}

/// Refuses an instruction set that the user forces and this machine lacks.
func refuseUnsupportedInstructionSet() throws(CommandError) {
  if let name = linnet_isa_refused() {
    throw CommandError.failure(
      "LINNET_ISA=\(String(cString: name)): this processor has no such instruction set")
  }
}
