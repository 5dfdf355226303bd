// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// No convolution or dense layer of a model runs on a scalar kernel where the machine has better.
struct KernelChoiceTests {
  private static let heavy: Set = ["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"]

  @Test(
    arguments: TestedModel.int8Models + TestedModel.dynamicRangeModels + TestedModel.floatModels)
  func heavyLayersRunOnVectors(model: TestedModel) throws {
    try model.prepared { file, _ in
      for machine in Machine.native + Machine.boards {
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
