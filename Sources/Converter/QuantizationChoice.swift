// SPDX-License-Identifier: Apache-2.0
import DataSets
import GraphIR
import Interpreter
import Quantization
import TensorCore

/// Samples of a model's inputs, and how they are read.
package struct RepresentativeData: Sendable {
  package var path: String
  /// What is done to images and sounds.
  package var preparation: SamplePreparation
  /// How many samples are taken, spread over all; nil for all.
  package var count: Int?

  package init(
    path: String, preparation: SamplePreparation = SamplePreparation(), count: Int? = nil
  ) {
    self.path = path
    self.preparation = preparation
    self.count = count
  }

  /// Whether a sample is taken: of each stretch of `total / count` samples, the first.
  func takes(_ sample: Int, of total: Int) -> Bool {
    guard let count, count < total else { return true }
    // The smallest k with ⌊k · total / count⌋ ≥ sample is the one that may fall on it.
    let index = (sample * count + total - 1) / total
    return index < count && index * total / count == sample
  }
}

/// How a conversion makes a model's numbers smaller.
package struct QuantizationChoice: Sendable {
  package var recipe: Recipe
  /// For recipes with integer activations.
  package var representativeData: RepresentativeData?
  /// Element type of inputs and outputs that are float in the model: float32, int8 or uint8.
  package var io: ElementType

  package init(
    _ recipe: Recipe, representativeData: RepresentativeData? = nil, io: ElementType = .float32
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
    QuantizationChoice(.int8, representativeData: .init(path: representativeData), io: io)
  }
}

extension Program {
  /// The program with smaller numbers.
  package func quantized(_ choice: QuantizationChoice) throws -> Program {
    try quantizationPlan(choice).plan.quantizedProgram()
  }

  /// What is to become of the program, and what users should know of their samples.
  ///
  /// - Parameters:
  ///   - note: receives what is done to the samples, in a line.
  ///   - progress: called with how many samples have been seen, of how many.
  /// - Throws: where the representative data do not fit the model, or the recipe does not.
  package func quantizationPlan(
    _ choice: QuantizationChoice, note: (String) -> Void = { _ in },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> (plan: QuantizationPlan, warnings: [Diagnostic]) {
    guard choice.recipe.needsStatistics, let data = choice.representativeData else {
      let plan = try QuantizationPlan(self, recipe: choice.recipe, io: choice.io)
      try plan.verify()
      return (plan, [])
    }
    let (calibration, words) = try calibrated(on: data, note: note, progress: progress)
    let plan = try QuantizationPlan(
      self, recipe: choice.recipe, ranges: calibration.ranges, io: choice.io)
    try plan.verify()
    let warnings = words.map {
      let (cause, remedy) = $0.splittingRemedy
      return Diagnostic.warning(cause, remedy: remedy)
    }
    let noisy = plan.noisyLayers { calibration.excerpt(graph: $0, tensor: $1.index) }
    return (plan, warnings + noisy)
  }
}
