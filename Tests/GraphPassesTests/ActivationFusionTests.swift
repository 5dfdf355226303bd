// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct ActivationFusionTests {
  @Test(arguments: [
    (Operator.relu(Relu()), "relu"), (.relu6(Relu6()), "relu6"),
    (.reluN1To1(ReluN1To1()), "reluN1To1"),
  ])
  func fuses(_ activation: Operator, _ name: String) throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let y = test.node("y", activation, [c], [nil, 2, 2, 2])
    #expect(
      try test.afterTwice(ActivationFusion(), outputs: y) == """
        y = CONV_2D(x, [1.0, 2.0, 3.0, 4.0], [10.0, 20.0]) VALID \(name)
        return y
        """)
  }

  @Test func leavesResultsThatOthersUse() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x)
    let y = test.node("y", .relu(Relu()), [c], [nil, 2, 2, 2])
    #expect(try !test.after(ActivationFusion(), outputs: y, c).changed)
  }

  @Test func leavesASecondActivationAndOperatorsWithoutOne() throws {
    var test = TestGraph()
    let x = test.input("x", [nil, 2, 2, 2])
    let c = try test.convolution("c", of: x, activation: .relu6)
    let y = test.node("y", .relu(Relu()), [c], [nil, 2, 2, 2])
    #expect(try !test.after(ActivationFusion(), outputs: y).changed)
    let t = test.node("t", .tanh(Tanh()), [x], [nil, 2, 2, 2])
    let z = test.node("z", .relu(Relu()), [t], [nil, 2, 2, 2])
    #expect(try !test.after(ActivationFusion(), outputs: z).changed)
  }

  @Test func leavesIntegers() throws {
    var test = TestGraph()
    let x = test.input("x", [2], type: .int32)
    let a = test.node("a", .add(Add()), [x, x], [2], type: .int32)
    let y = test.node("y", .relu(Relu()), [a], [2], type: .int32)
    #expect(try !test.after(ActivationFusion(), outputs: y).changed)
  }
}
