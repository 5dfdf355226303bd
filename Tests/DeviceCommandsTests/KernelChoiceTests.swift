// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// No convolution or dense layer of a model runs on a scalar kernel where the machine has better.
struct KernelChoiceTests {
  private static let heavy: Set = ["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"]
  /// Sets without kernels on bytes.
  private static let floatSets: Set = ["avx2", "avxvnni"]

  @Test(arguments: TestedModel.int8Models + TestedModel.dynamicRangeModels)
  func layersOfBytesRunOnVectors(model: TestedModel) throws {
    let machines = Machine.native.filter { !Self.floatSets.contains($0.instructionSet ?? "") }
    try check(model, on: machines + Machine.boards)
  }

  @Test(arguments: TestedModel.floatModels)
  func floatLayersRunOnVectors(model: TestedModel) throws {
    try check(model, on: Machine.native + Machine.boards)
  }

  private func check(_ model: TestedModel, on machines: [Machine]) throws {
    try model.prepared { file, _ in
      for machine in machines {
        let kernels = try kernels(of: file, on: machine).filter { Self.heavy.contains($0.layer) }
        #expect(!kernels.isEmpty)
        for (layer, kernel) in kernels {
          #expect(
            kernel.contains("__") && !kernel.contains("__scalar"),
            "\(machine.testDescription): \(layer) on \(kernel)")
        }
      }
    }
  }

  /// The operators that the tool says it ran, and the kernel of each.
  private func kernels(
    of file: String, on machine: Machine
  ) throws -> [(layer: String, kernel: String)] {
    let outcome = try machine.run(
      ["bench", file, "--json", "--runs", "1", "--warmup", "0", "--profile"])
    #expect(outcome.errors == "" && outcome.exitCode == 0)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    return try #require(report["kernels"] as? [[String: Any]]).map { entry in
      (try #require(entry["operator"] as? String), try #require(entry["kernel"] as? String))
    }
  }
}
