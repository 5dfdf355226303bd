// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct BiasFusionTests {
  @Test func addsAConstantToTheBias() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let y = test.node("y", .add(Add()), [c, test.constant([1, 2], [2])], [nil, 2, 2, 2])
    #expect(
      try test.afterTwice(BiasFusion(), outputs: y) == """
        y = CONV_2D(x, [1.0, 2.0, 3.0, 4.0], [11.0, 22.0]) VALID
        return y
        """)
  }

  @Test func takesScalarsLeadingOnesAndActivations() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let a = test.node("a", .add(Add()), [test.constant([5], []), c], [nil, 2, 2, 2])
    let offset = test.constant([1, 2], [1, 1, 1, 2])
    let relu = try Add(activation: FusedActivation(.relu))
    let y = test.node("y", .add(relu), [a, offset], [nil, 2, 2, 2])
    #expect(
      try test.afterTwice(BiasFusion(), outputs: y) == """
        y = CONV_2D(x, [1.0, 2.0, 3.0, 4.0], [16.0, 27.0]) VALID relu
        return y
        """)
  }

  @Test func givesABiasToALayerWithoutAndSubtracts() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2])
    let w = test.constant([1, 2, 3, 4], [2, 2])
    let c = test.node("c", .fullyConnected(FullyConnected()), [x, w, nil], [nil, 2])
    let y = test.node("y", .sub(Sub()), [c, test.constant([1, 2], [2])], [nil, 2])
    #expect(
      try test.afterTwice(BiasFusion(), outputs: y) == """
        y = FULLY_CONNECTED(x, [1.0, 2.0, 3.0, 4.0], [-1.0, -2.0])
        return y
        """)
  }

  @Test func leavesAResultThatOthersUse() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let y = test.node("y", .add(Add()), [c, test.constant([1, 2], [2])], [nil, 2, 2, 2])
    let z = test.node("z", .relu(Relu()), [c], [nil, 2, 2, 2])
    #expect(try !test.after(BiasFusion(), outputs: y, z).changed)
    #expect(try !test.after(BiasFusion(), outputs: y, c).changed)
  }

  @Test func leavesAnActivationBefore() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x, activation: .relu)
    let y = test.node("y", .add(Add()), [c, test.constant([1, 2], [2])], [nil, 2, 2, 2])
    #expect(try !test.after(BiasFusion(), outputs: y).changed)
  }

  @Test func leavesConstantsThatDifferBetweenPositions() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let offset = test.constant([1, 2, 3, 4], [1, 1, 2, 2])
    let y = test.node("y", .add(Add()), [c, offset], [nil, 2, 2, 2])
    #expect(try !test.after(BiasFusion(), outputs: y).changed)
  }

  @Test func leavesAConstantMinusALayer() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let y = test.node("y", .sub(Sub()), [test.constant([1, 2], [2]), c], [nil, 2, 2, 2])
    #expect(try !test.after(BiasFusion(), outputs: y).changed)
  }

  @Test func leavesASumThatBroadcastsTheLayer() throws {
    var test = TestGraph()
    let x = test.input("x", [1, 1, 1, 2])
    let w = test.constant([1, 2], [1, 1, 1, 2])
    let b = test.constant([0], [1])
    let c = test.node("c", .conv2D(Conv2D(padding: .valid)), [x, w, b], [1, 1, 1, 1])
    let y = test.node("y", .add(Add()), [c, test.constant([1, 2], [2])], [1, 1, 1, 2])
    #expect(try !test.after(BiasFusion(), outputs: y).changed)
  }
}
