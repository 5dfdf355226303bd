// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

/// Each constraint of each operator that kernels compute is violated, and that is refused.
///
/// Control flow, variables and saved files take whole graphs: see `ControlRejectionTests` and its kin.
@Suite struct RejectionTests {
  /// By the constraint that they violate.
  private static let rejections = Dictionary(
    grouping: [
      ActivationRejections.table, ArithmeticRejections.table, ComparisonRejections.table,
      ConversionRejections.table, ConvolutionRejections.table, CustomRejections.table,
      DenseRejections.table, GradientRejections.table, LayoutRejections.table,
      MovementRejections.table, PoolingRejections.table, RandomRejections.table,
      RecurrentRejections.table, ReductionRejections.table, SignalRejections.table,
      SlicingRejections.table, SpectrumRejections.table, TextRejections.table,
    ].joined()
  ) { $0.constraint }

  @Test(arguments: rejections.keys.sorted()) func refuses(constraint: String) throws {
    for rejection in try #require(Self.rejections[constraint]) { rejection.check() }
  }

  @Test func violatesEveryConstraint() throws {
    let ofGraphs = ["Control", "Lists", "Saving", "State"]
    let stated = Set(try statedConstraints { !ofGraphs.contains($0) })
    let violated = Set(Self.rejections.keys)
    #expect(violated == stated, "\(violated.symmetricDifference(stated).sorted())")
  }
}
