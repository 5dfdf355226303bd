// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CKernels
import Foundation
import TestSupport
import Testing

/// `linnet-run` on a processor, with the kernels of one instruction set.
struct Machine: Sendable, CustomTestStringConvertible {
  let program: BuiltProgram
  /// What the kernels are limited to; nil for the best that the processor has.
  let instructionSet: String?

  var testDescription: String { program.name + (instructionSet.map { " " + $0 } ?? "") }

  static let scalar = Machine(program: .built("linnet-run"), instructionSet: "scalar")

  /// This machine with each instruction set that it has, but for scalar code.
  static let native: [Machine] = (0..<LINNET_ISA_COUNT).compactMap { index in
    let set = linnet_isa(rawValue: UInt32(index))
    guard set != LINNET_SCALAR, linnet_isa_is_supported(set) else { return nil }
    return Machine(
      program: .built("linnet-run"), instructionSet: String(cString: linnet_isa_name(set)))
  }

  /// The 32-bit ARM board, emulated.
  static let narrowBoard = Machine(
    program: .arm("linnet-run", .armv7, processor: "cortex-a7"), instructionSet: nil)

  /// The 64-bit ARM boards, emulated; none unless the tools are built for them.
  static let boards: [Machine] =
    BuiltProgram.canRun("linnet-run", for: .aarch64)
    ? ["cortex-a53", "cortex-a72", "cortex-a76"].map {
      Machine(program: .arm("linnet-run", processor: $0), instructionSet: nil)
    } : []

  func run(_ arguments: [String]) throws -> BuiltProgram.Outcome {
    try program.run(
      arguments, environment: instructionSet.map { ["LINNET_ISA": $0] } ?? [:])
  }

  /// The bytes of the model's one output for all samples.
  func output(of model: String, samples: String, threadCount: Int) throws -> [UInt8] {
    try withTemporaryFolder { folder in
      let outcome = try run([
        "run", model, "--input", samples, "--output-dir", folder + "/out",
        "--threads", "\(threadCount)", "--sequence",
      ])
      #expect(outcome.errors == "" && outcome.exitCode == 0)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/out")
      #expect(files.count == 1)
      return try NumPyArray(contentsOf: folder + "/out/" + #require(files.first)).bytes
    }
  }
}
