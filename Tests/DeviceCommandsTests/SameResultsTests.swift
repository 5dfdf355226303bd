// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import TestSupport
import Testing

/// Whole models give the same bytes with every instruction set, on every board and with every number
/// of threads.
struct SameResultsTests {
  @Test(
    arguments: TestedModel.int8Models + TestedModel.dynamicRangeModels + TestedModel.floatModels)
  func onEveryInstructionSet(model: TestedModel) throws {
    try check(model, on: [.scalar] + Machine.native)
  }

  /// Emulation is slow: a model each with depthwise, with plain convolutions, with gates and with
  /// dense layers, one whose activations are quantized as they come, and one in float.
  @Test(
    .enabled(
      if: BuiltProgram.canRun("linnet-run", for: .aarch64),
      "needs ./cross-compile aarch64 and qemu-aarch64"),
    arguments: [
      TestedModel.keywordSpotting, .imageClassification, .gates, .denseLayers,
      TestedModel.dynamicRangeModels[0], TestedModel.floatModels[0],
    ])
  func onEveryBoard(model: TestedModel) throws {
    try check(model, on: Machine.boards)
  }

  @Test(
    .enabled(
      if: BuiltProgram.canRun("linnet-run", for: .armv7), "needs ./cross-compile armv7 and qemu-arm"
    ),
    arguments: TestedModel.int8Models + TestedModel.dynamicRangeModels + TestedModel.floatModels)
  func onA32BitBoard(model: TestedModel) throws {
    try check(model, on: [.narrowBoard])
  }

  /// Against LiteRT's answers where they are recorded, or else those of scalar code.
  private func check(_ model: TestedModel, on machines: [Machine]) throws {
    try model.prepared { file, samples in
      let expected =
        try model.expected.map { try #require(try readArrays(at: $0).first?.value).bytes }
        ?? Machine.scalar.output(of: file, samples: samples, threadCount: 1)
      for machine in machines {
        for threadCount in [1, 2, 4] {
          let found = try machine.output(of: file, samples: samples, threadCount: threadCount)
          #expect(found == expected, "\(machine.testDescription), \(threadCount) threads")
        }
      }
    }
  }
}
