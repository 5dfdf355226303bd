// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct HardSwishFusionTests {
  private struct Parts {
    var test = TestGraph()
    let x: ValueID
    let gate: ValueID

    /// `relu6(x + offset)`, with the clamp fused or not.
    init(offset: Float = 3, isFused: Bool = false) throws {
      x = test.input("x", [nil, 2])
      let three = test.constant([offset], [])
      if isFused {
        let sum = Operator.add(try Add(activation: FusedActivation(.relu6)))
        gate = test.node("gate", sum, [x, three], [nil, 2])
      } else {
        let sum = test.node("sum", .add(Add()), [x, three], [nil, 2])
        gate = test.node("gate", .relu6(Relu6()), [sum], [nil, 2])
      }
    }

    mutating func product(_ name: String, _ a: ValueID, _ b: ValueID) -> ValueID {
      test.node(name, .mul(Mul()), [a, b], [nil, 2])
    }
  }

  private let expected = """
    y = HARD_SWISH(x)
    return y
    """

  @Test(arguments: [false, true]) func findsAScaledGate(isFused: Bool) throws {
    var parts = try Parts(isFused: isFused)
    let scaled = parts.product("scaled", parts.gate, parts.test.constant([1 / 6], []))
    let y = parts.product("y", parts.x, scaled)
    #expect(try parts.test.afterTwice(HardSwishFusion(), outputs: y) == expected)
  }

  @Test func findsAScaledProduct() throws {
    var parts = try Parts()
    let product = parts.product("product", parts.gate, parts.x)
    let y = parts.test.node(
      "y", .div(Div()), [product, parts.test.constant([6], [])], [nil, 2])
    #expect(try parts.test.afterTwice(HardSwishFusion(), outputs: y) == expected)
  }

  @Test func leavesOtherConstants() throws {
    var parts = try Parts(offset: 2)
    var scaled = parts.product("scaled", parts.gate, parts.test.constant([1 / 6], []))
    var y = parts.product("y", parts.x, scaled)
    #expect(try !parts.test.after(HardSwishFusion(), outputs: y).changed)
    parts = try Parts()
    scaled = parts.product("scaled", parts.gate, parts.test.constant([0.2], []))
    y = parts.product("y", parts.x, scaled)
    #expect(try !parts.test.after(HardSwishFusion(), outputs: y).changed)
  }

  @Test func leavesPartsThatOthersUse() throws {
    var parts = try Parts()
    let scaled = parts.product("scaled", parts.gate, parts.test.constant([1 / 6], []))
    let y = parts.product("y", parts.x, scaled)
    #expect(try !parts.test.after(HardSwishFusion(), outputs: y, scaled).changed)
    #expect(try !parts.test.after(HardSwishFusion(), outputs: y, parts.gate).changed)
  }

  @Test func leavesAnotherFactor() throws {
    var parts = try Parts()
    let z = parts.test.input("z", [nil, 2])
    let scaled = parts.product("scaled", parts.gate, parts.test.constant([1 / 6], []))
    let y = parts.product("y", z, scaled)
    #expect(try !parts.test.after(HardSwishFusion(), outputs: y).changed)
  }
}
