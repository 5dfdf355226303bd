// SPDX-License-Identifier: Apache-2.0
import Testing

/// Gradient operators and steps of optimizers, against what TensorFlow gave for them.
@Suite struct GradientCaseTests {
  private static let gradients = RecordedConversions("gradients")
  private static let optimizers = RecordedConversions("optimizers")

  @Test func casesAreThere() {
    #expect(Self.gradients.names.count >= 32)
    #expect(Self.optimizers.names.count >= 4)
  }

  /// Sums are taken in another order than TensorFlow's.
  @Test(arguments: gradients.names) func comesBackAsInTensorFlow(_ name: String) throws {
    try Self.gradients.check(name, tolerance: 1e-5)
  }

  /// Each of three steps starts from what the one before left in the variables.
  @Test(arguments: optimizers.names) func stepsAsTensorFlowDoes(_ name: String) throws {
    try Self.optimizers.check(name, tolerance: 1e-5, callCount: 3)
  }
}
