// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Interpreter
import Quantization
import TensorCore

/// How a conversion makes a model's numbers smaller.
package struct QuantizationChoice: Sendable {
  package var recipe: Recipe
  /// A file or folder with samples of the inputs, for recipes with int8 activations.
  package var representativeData: String?
  /// Element type of inputs and outputs that are float in the model: float32, int8 or uint8.
  package var io: ElementType

  package init(
    _ recipe: Recipe, representativeData: String? = nil, io: ElementType = .float32
  ) {
    self.recipe = recipe
    self.representativeData = representativeData
    self.io = io
  }

  package static let none = QuantizationChoice(.none)
  /// int8 weights, float activations.
  package static let dynamicRange = QuantizationChoice(.dynamicRange)
  /// Half float constants.
  package static let float16 = QuantizationChoice(.float16)

  /// int8 throughout, with ranges from the samples at a path; inputs and outputs of type `io`.
  package static func int8(representativeData: String, io: ElementType) -> QuantizationChoice {
    QuantizationChoice(.int8, representativeData: representativeData, io: io)
  }
}

extension Program {
  /// The program with smaller numbers.
  package func quantized(_ choice: QuantizationChoice) throws -> Program {
    try quantizationPlan(choice).plan.quantizedProgram()
  }

  /// What is to become of the program, and what users should know of their samples.
  ///
  /// - Parameter progress: called with how many samples have been seen, of how many.
  /// - Throws: where the representative data do not fit the model, or the recipe does not.
  package func quantizationPlan(
    _ choice: QuantizationChoice, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> (plan: QuantizationPlan, warnings: [String]) {
    var ranges: [[ValueRange]] = []
    var warnings: [String] = []
    if choice.recipe.needsStatistics, let path = choice.representativeData {
      (ranges, warnings) = try calibrated(samplesAt: path, progress: progress)
    }
    let plan = try QuantizationPlan(self, recipe: choice.recipe, ranges: ranges, io: choice.io)
    try plan.verify()
    return (plan, warnings)
  }
}
