// SPDX-License-Identifier: Apache-2.0
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

/// On each board `kernel-check` compares every variant written for its instruction sets with its
/// scalar twin, and finds no difference.
@Test(
  .enabled(if: BuiltProgram.isBuiltForARM("kernel-check"), "run ./cross-compile aarch64"),
  arguments: boards.indices)
func armVariantsEqualScalar(board: Int) throws {
  let (processor, sets) = boards[board]
  let outcome = try BuiltProgram.arm("kernel-check", processor: processor).run([])
  #expect(outcome.exitCode == 0, "\(outcome.output)")
  var checked: Set<String> = []
  for line in outcome.output.split(separator: "\n").dropLast() {
    let words = line.split(whereSeparator: { " :,".contains($0) })
    #expect(words.count == 5 && words[1] != "0" && words[3] == "0", "\(line)")
    checked.insert(String(words[0]))
  }
  let written = try variants(of: sets)
  #expect(written.subtracting(checked) == [])
}
