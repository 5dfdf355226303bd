// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct BatchNormFoldingTests {
  @Test func multipliesTheWeightsOfEachOutput() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let y = test.node("y", .mul(Mul()), [c, test.constant([2, 10], [2])], [nil, 2, 2, 2])
    #expect(
      try test.afterTwice(BatchNormFolding(), outputs: y) == """
        y = CONV_2D(x, [2.0, 4.0, 30.0, 40.0], [20.0, 200.0]) VALID
        return y
        """)
  }

  @Test func dividesAndKeepsTheActivation() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let division = Operator.div(try Div(activation: FusedActivation(.relu6)))
    let y = test.node("y", division, [c, test.constant([2, 4], [1, 1, 1, 2])], [nil, 2, 2, 2])
    #expect(
      try test.afterTwice(BatchNormFolding(), outputs: y) == """
        y = CONV_2D(x, [0.5, 1.0, 0.75, 1.0], [5.0, 5.0]) VALID relu6
        return y
        """)
  }

  /// The channels of depthwise weights are their last axis.
  @Test func multipliesDepthwiseWeights() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 1, 2])
    let w = test.constant([1, 2, 3, 4], [1, 2, 1, 2])
    let layer = Operator.depthwiseConv2D(DepthwiseConv2D(padding: .valid))
    let c = test.node("c", layer, [x, w, test.constant([1, 1], [2])], [nil, 1, 1, 2])
    let y = test.node("y", .mul(Mul()), [c, test.constant([2, 10], [2])], [nil, 1, 1, 2])
    #expect(
      try test.afterTwice(BatchNormFolding(), outputs: y) == """
        y = DEPTHWISE_CONV_2D(x, [2.0, 20.0, 6.0, 40.0], [2.0, 10.0]) VALID
        return y
        """)
  }

  @Test func leavesSharedResultsAndWeights() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let w = test.constant([1, 2, 3, 4], [2, 1, 1, 2])
    let c = try test.convolution("c", of: x, weights: w)
    let y = test.node("y", .mul(Mul()), [c, test.constant([2, 10], [2])], [nil, 2, 2, 2])
    #expect(try !test.after(BatchNormFolding(), outputs: y, c).changed)
    let other = try test.convolution("other", of: x, weights: w)
    #expect(try !test.after(BatchNormFolding(), outputs: y, other).changed)
  }

  @Test func leavesActivationsBeforeAndOtherConstants() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x, activation: .relu)
    let y = test.node("y", .mul(Mul()), [c, test.constant([2, 10], [2])], [nil, 2, 2, 2])
    #expect(try !test.after(BatchNormFolding(), outputs: y).changed)
    let d = try test.convolution("d", of: x)
    let mask = test.constant([1, 2, 3, 4], [1, 1, 2, 2])
    let z = test.node("z", .mul(Mul()), [d, mask], [nil, 2, 2, 2])
    #expect(try !test.after(BatchNormFolding(), outputs: z).changed)
  }

  @Test func leavesReciprocalsAndDivisionByZero() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let y = test.node("y", .div(Div()), [test.constant([2, 4], [2]), c], [nil, 2, 2, 2])
    #expect(try !test.after(BatchNormFolding(), outputs: y).changed)
    let d = try test.convolution("d", of: x)
    let z = test.node("z", .div(Div()), [d, test.constant([2, 0], [2])], [nil, 2, 2, 2])
    #expect(try !test.after(BatchNormFolding(), outputs: z).changed)
  }
}
