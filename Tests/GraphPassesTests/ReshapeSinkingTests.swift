// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct ReshapeSinkingTests {
  /// `reshape(conv(x)) + constant`, then RELU.
  private func line(
    constant: [Float] = [1, 2], to shape: [Int] = [-1, 3, 2]
  ) throws -> (text: String, changed: Bool) {
    var test = TestGraph()
    let x = test.input("x", [nil, 1, 3, 2])
    let c = try test.convolution("c", of: x)
    let result = [nil] + shape.dropFirst().map(Optional.some)
    let target = test.constant(integers: shape.map(Int32.init))
    let r = test.node("r", .reshape(Reshape()), [c, target], result)
    let factor = test.constant(constant, constant.count == 2 ? [1, 1, 2] : [constant.count])
    let a = test.node("a", .add(Add()), [factor, r], result)
    let y = test.node("y", .relu(Relu()), [a], result)
    return try test.after(ReshapeSinking(), outputs: y)
  }

  /// The activation follows once the sum is part of the layer.
  @Test func movesASumOfChannels() throws {
    #expect(
      try line().text == """
        c = CONV_2D(x, [1.0, 2.0, 3.0, 4.0], [10.0, 20.0]) VALID
        a = ADD([1.0, 2.0], c)
        a = RESHAPE(a, [-1, 3, 2])
        y = RELU(a)
        return y
        """)
  }

  @Test func leavesOtherLastAxes() throws {
    #expect(try !line(constant: [1], to: [-1, 6, 1]).changed)
    #expect(try !line(constant: [1, 2, 3, 4, 5, 6], to: [-1, 6]).changed)
  }

  @Test func leavesWhatOthersUse() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 1, 3, 2])
    let c = try test.convolution("c", of: x)
    let target = test.constant(integers: [-1, 3, 2])
    let r = test.node("r", .reshape(Reshape()), [c, target], [nil, 3, 2])
    let y = test.node("y", .relu(Relu()), [r], [nil, 3, 2])
    #expect(try !test.after(ReshapeSinking(), outputs: y, c).changed)
    #expect(try !test.after(ReshapeSinking(), outputs: y, r).changed)
    #expect(try test.after(ReshapeSinking(), outputs: y).changed)
  }
}
