// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What `linnet convert` says of a conversion.
struct ConvertCommandTests {
  private let model = packageRoot + "/Models/digits_mlp"

  private func convert(
    to folder: String, _ arguments: [String]
  ) throws -> BuiltProgram.Outcome {
    try BuiltProgram.built("linnet").run(
      ["convert", model + "/saved_model", "-o", folder + "/model.tflite"] + arguments)
  }

  private var int8: [String] {
    ["--quantize", "int8", "--representative-data", model + "/calibration.npz"]
  }

  /// A perceptron: dense layers with activations fused, and a softmax.
  @Test func saysWhatItDid() throws {
    try withTemporaryFolder { folder in
      let float = try convert(to: folder, [])
      #expect(float.exitCode == 0 && float.output.isEmpty)
      #expect(float.errors.split(separator: "\n").count == 1)
      #expect(float.errors.contains("model.tflite: 27.7 kB, weights "))
      let dynamic = try convert(to: folder, ["--optimize-for-size"])
      #expect(dynamic.errors.contains(" layers quantized: "))
      #expect(dynamic.errors.contains("left float: has no weights (SOFTMAX)"))
      let all = try convert(to: folder, int8)
      #expect(all.errors.contains("layers quantized: "))
      #expect(!all.errors.contains("left float"))
      #expect(try convert(to: folder, int8 + ["--quiet"]).errors.isEmpty)
    }
  }

  @Test func printsOneObject() throws {
    try withTemporaryFolder { folder in
      let outcome = try convert(to: folder, int8 + ["--json", "--dump-plan"])
      #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(
        Set(report.keys) == [
          "output", "output_bytes", "weight_bytes_before", "weight_bytes", "float_layers",
          "quantized_layers", "kept_float", "warnings", "custom_operators", "plan",
        ])
      let size = try Data(contentsOf: URL(fileURLWithPath: folder + "/model.tflite")).count
      #expect(report["output_bytes"] as? Int == size)
      let plan = try #require(report["plan"] as? [String: Any])
      #expect((plan["rules"] as? [String])?.count == 1)
    }
  }

  @Test func printsThePlan() throws {
    try withTemporaryFolder { folder in
      let outcome = try convert(to: folder, int8 + ["--dump-plan", "--quiet"])
      #expect(outcome.exitCode == 0)
      #expect(outcome.output.hasPrefix("rule 1: all: "))
      #expect(outcome.output.contains("FULLY_CONNECTED"))
    }
  }

  /// A recipe's rules come behind those of the mode.
  @Test func takesARecipe() throws {
    try withTemporaryFolder { folder in
      let recipe = folder + "/recipe.json"
      func write(_ json: String) throws {
        try Data(json.utf8).write(to: URL(fileURLWithPath: recipe))
      }
      try write(#"{"rules": [{"operators": "SOFTMAX", "algorithm": "float"}]}"#)
      let mixed = try convert(to: folder, int8 + ["--recipe", recipe])
      #expect(mixed.errors.contains("1 left float: rule 2 says so (SOFTMAX)"))
      try write(#"{"rules": [{"operators": "CONV_2D", "algorithm": "float"}]}"#)
      let wrong = try convert(to: folder, int8 + ["--recipe", recipe])
      #expect(wrong.exitCode == 1)
      #expect(wrong.errors.contains("rule 2 selects no layer: CONV_2D: float"))
      try write(#"{"rules": [{"activations": "int8"}]}"#)
      let lacking = try convert(to: folder, ["--recipe", recipe])
      #expect(lacking.exitCode == 1)
      #expect(lacking.errors.contains("recipe.json: integer activations need their ranges"))
      try write(#"{"rules": [{"operator": "ADD"}]}"#)
      let unknown = try convert(to: folder, ["--recipe", recipe])
      #expect(unknown.exitCode == 1)
      #expect(unknown.errors.hasPrefix("error: recipe: \(recipe): rule 1: there is no key"))
    }
  }
}
