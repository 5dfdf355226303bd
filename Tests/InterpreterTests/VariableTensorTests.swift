// SPDX-License-Identifier: Apache-2.0
import Interpreter
import TestSupport
import Testing

/// Variable tensors keep their values from one inference to the next, in the instance.
@Suite struct VariableTensorTests {
  /// The result for an input of zeros: of a simple recurrent layer first tanh(b), then
  /// tanh(R tanh(b) + b).
  private func result(_ interpreter: Interpreter) throws -> [UInt8] {
    try interpreter.invoke()
    return Array(interpreter.bytes(of: interpreter.outputs[0].tensor))
  }

  @Test func belongToTheInstance() throws {
    let file = try ModelFile(path: fixture("operators/RNN/tanh_float32.tflite"))
    let instance = ModelInstance(file)
    let interpreter = try Interpreter(instance)
    let other = try Interpreter(instance)
    let first = try result(interpreter)
    let second = try result(other)
    #expect(second != first, "interpreters of one instance go on from one state")
    #expect(try result(Interpreter(file)) == first, "another instance begins anew")
    instance.reset()
    #expect(try result(interpreter) == first)
    #expect(try result(interpreter) == second)
  }
}
