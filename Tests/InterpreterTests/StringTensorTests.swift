// SPDX-License-Identifier: Apache-2.0
import Interpreter
import Operators
import TensorCore
import TestSupport
import Testing

/// Strings given to inputs and taken from outputs, and how long they live.
@Suite struct StringTensorTests {
  private func fill(_ interpreter: Interpreter, _ texts: String, width: Int, input: Int = 0) {
    let tensor = interpreter.inputs[input].tensor
    Array(texts.utf8).withUnsafeBytes { interpreter.fill(tensor, with: $0, width: width) }
  }

  private func strings(_ interpreter: Interpreter, of tensor: Int) -> [String] {
    interpreter.strings(of: tensor).map { String(decoding: $0, as: UTF8.self) }
  }

  private func interpreter(_ name: String) throws -> Interpreter {
    try Interpreter(ModelFile(path: fixture(name + ".tflite")))
  }

  @Test func areFilledWithoutTheZerosAtTheirEnds() throws {
    let interpreter = try interpreter("operators/TILE/strings")
    let input = interpreter.inputs[0].tensor
    #expect(strings(interpreter, of: input) == ["", "", "", "", "", ""])
    fill(interpreter, "ab\0a\0\0\0\0\0\0b\0abcx\0\0", width: 3)
    #expect(strings(interpreter, of: input) == ["ab", "a", "", "\0b", "abc", "x"])
    #expect(interpreter.bytes(of: input).isEmpty, "what points at bytes is nobody's to write")
  }

  @Test func areThereAfterAnInferenceOnly() throws {
    let interpreter = try interpreter("operators/TILE/strings")
    let output = interpreter.outputs[0].tensor
    try interpreter.prepare()
    #expect(interpreter.strings(of: output).isEmpty)
    fill(interpreter, "abcdef", width: 1)
    try interpreter.invoke()
    #expect(strings(interpreter, of: output) == Array("abcdefabcdef").map { String($0) })
    fill(interpreter, "ghijkl", width: 1)
    #expect(strings(interpreter, of: output) == Array("abcdefabcdef").map { String($0) })
    try interpreter.resizeInput(0, to: Shape([1, 1]))
    #expect(strings(interpreter, of: interpreter.inputs[0].tensor) == [""])
    try interpreter.prepare()
    #expect(interpreter.strings(of: output).isEmpty)
  }

  /// What a table holds ends with its instance's state.
  @Test func ofTablesEndWithReset() throws {
    let interpreter = try interpreter("control/table_of_numbers")
    let square = interpreter.outputs.first { $0.name == "square" }!.tensor
    try interpreter.invoke()
    #expect(strings(interpreter, of: square).count == 4)
    interpreter.instance.reset()
    #expect(interpreter.strings(of: square).isEmpty)
  }

  /// Two keys of 4000 bytes take more than the instance has; two of one byte do not.
  @Test func ofTablesTakeTheInstancesMemory() throws {
    var options = Interpreter.Options()
    options.ownByteLimit = 4096
    let file = try ModelFile(path: fixture("control/table_two_signatures.tflite"))
    let instance = ModelInstance(file, options: options)
    let interpreter = try Interpreter(instance, signature: "fill")
    let words = interpreter.inputs.firstIndex { $0.name == "words" }!
    let texts = String(repeating: "a", count: 4000) + "b" + String(repeating: "a", count: 3999)
    fill(interpreter, texts, width: 4000, input: words)
    #expect(throws: InterpreterError.self) { try interpreter.invoke() }
    fill(interpreter, "ab", width: 1, input: words)
    try interpreter.invoke()
  }
}
