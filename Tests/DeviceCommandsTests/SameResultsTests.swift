// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import TestSupport
import Testing

/// Whole models give the same bytes again: in int8 with every instruction set, on every board and
/// with every number of threads; in float with every number of threads.
struct SameResultsTests {
  /// int8: LiteRT's answers where they are recorded, or else those of scalar code.
  @Test(arguments: TestedModel.int8Models)
  func int8(model: TestedModel) throws {
    try model.prepared { file, samples in
      let expected = try expectedOutput(of: model, file: file, samples: samples)
      for machine in [.scalar] + Machine.native {
        try check(machine, file, samples, threadCounts: [1, 2, 4], expected)
      }
    }
  }

  /// Emulation is slow: a model each with depthwise, with plain convolutions, with gates and with
  /// dense layers.
  @Test(
    .enabled(if: BuiltProgram.isBuiltForARM("linnet-run"), "run ./cross-compile aarch64"),
    arguments: [TestedModel.keywordSpotting, .imageClassification, .gates, .denseLayers])
  func int8OnBoards(model: TestedModel) throws {
    try model.prepared { file, samples in
      let expected = try expectedOutput(of: model, file: file, samples: samples)
      for machine in Machine.boards {
        try check(machine, file, samples, threadCounts: [1, 2, 4], expected)
      }
    }
  }

  /// Instruction sets add up floats in different orders; threads do not.
  @Test(arguments: TestedModel.dynamicRangeModels + TestedModel.floatModels)
  func floatWithThreads(model: TestedModel) throws {
    try model.prepared { file, samples in
      for machine in [.scalar] + Machine.native {
        let expected = try machine.output(of: file, samples: samples, threadCount: 1)
        try check(machine, file, samples, threadCounts: [2, 4], expected)
      }
    }
  }

  private func expectedOutput(
    of model: TestedModel, file: String, samples: String
  ) throws -> [UInt8] {
    guard let recorded = model.expected else {
      return try Machine.scalar.output(of: file, samples: samples, threadCount: 1)
    }
    return try #require(try readArrays(at: recorded).first?.value).bytes
  }

  private func check(
    _ machine: Machine, _ file: String, _ samples: String, threadCounts: [Int],
    _ expected: [UInt8]
  ) throws {
    for threadCount in threadCounts {
      let found = try machine.output(of: file, samples: samples, threadCount: threadCount)
      #expect(found == expected, "\(machine.testDescription), \(threadCount) threads")
    }
  }
}
