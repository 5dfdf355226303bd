// SPDX-License-Identifier: Apache-2.0
import CKernels
import Foundation
import TestSupport
import Testing

/// The kernel variants written for some instruction sets: a file each, named as its function. Row
/// terms are a part of a matrix product and are checked with it.
private func variants(of sets: [String]) throws -> Set<String> {
  var names: Set<String> = []
  for set in sets {
    let folder = packageRoot + "/Sources/CKernels/" + set
    for file in try FileManager.default.contentsOfDirectory(atPath: folder)
    where file.hasSuffix(".c") && file.contains("__") && !file.contains("row_terms") {
      names.insert(String(file.dropLast(2)))
    }
  }
  return names
}

private let boards: [(processor: String, sets: [String])] = [
  ("cortex-a53", ["neon"]), ("cortex-a72", ["neon"]), ("cortex-a76", ["neon", "neondot"]),
]

/// The variants that a run of `kernel-check` compared with their scalar twins, all without a
/// difference.
private func checkedVariants(_ program: BuiltProgram) throws -> Set<String> {
  let outcome = try program.run([])
  #expect(outcome.exitCode == 0, "\(outcome.output)")
  var checked: Set<String> = []
  for line in outcome.output.split(separator: "\n").dropLast() {
    let words = line.split(whereSeparator: { " :,".contains($0) })
    #expect(words.count == 5 && words[1] != "0" && words[3] == "0", "\(line)")
    checked.insert(String(words[0]))
  }
  return checked
}

/// On each board every variant written for its instruction sets equals its scalar twin.
@Test(
  .enabled(
    if: BuiltProgram.canRun("kernel-check", for: .aarch64),
    "needs ./cross-compile aarch64 and qemu-aarch64"),
  arguments: boards.indices)
func armVariantsEqualScalar(board: Int) throws {
  let (processor, sets) = boards[board]
  let checked = try checkedVariants(.arm("kernel-check", processor: processor))
  #expect(try variants(of: sets).subtracting(checked) == [])
}

/// On 32-bit ARM, for which no variants are written, scalar ones pass all checks there are of them.
@Test(
  .enabled(
    if: BuiltProgram.canRun("kernel-check", for: .armv7), "needs ./cross-compile armv7 and qemu-arm"
  ))
func scalarKernelsAreRightOn32Bits() throws {
  let outcome = try BuiltProgram.arm("kernel-check", .armv7, processor: "cortex-a7").run([])
  let tally = outcome.output.split(separator: "\n").last
  #expect(tally == "\(ExpectedChecks.scalar.total) passed, 0 failed")
  #expect(outcome.exitCode == 0)
}

/// AVX-VNNI variants, encoded for AVX-512 by `Toolchain/test`, equal their scalar twins.
@Test(
  .enabled(
    if: BuiltProgram.canRun("kernel-check", for: .x86)
      && linnet_isa_is_supported(LINNET_AVX512VNNI),
    "made by Toolchain/test, for processors with AVX512-VNNI"))
func avxVNNIVariantsEqualScalar() throws {
  let checked = try checkedVariants(.x86("kernel-check"))
  #expect(try variants(of: ["avx2", "avxvnni"]).subtracting(checked) == [])
}
