// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// When a model is prepared, and what is kept of it.
struct PreparedFormTests {
  private func interpreter(_ name: String) throws -> Interpreter {
    try Interpreter(ModelFile(path: fixture("models/keyword_spotting/\(name).tflite")))
  }

  /// Where the output lies tells which form is at work: each has an arena of its own.
  private func outputAddress(_ interpreter: Interpreter, batch: Int) throws -> Int {
    try interpreter.resizeInput(0, to: Shape([batch, 49, 10, 1]))
    try interpreter.prepare()
    return Int(bitPattern: interpreter.bytes(of: interpreter.outputs[0].tensor).baseAddress)
  }

  @Test func alternatingSizesKeepTheirForms() throws {
    let interpreter = try interpreter("kws_int8")
    let first = try outputAddress(interpreter, batch: 1)
    let second = try outputAddress(interpreter, batch: 3)
    #expect(first != second)
    #expect(try outputAddress(interpreter, batch: 1) == first)
    #expect(try outputAddress(interpreter, batch: 3) == second)
  }

  /// Memory does not grow with the number of sizes.
  @Test func onlyLatelyUsedFormsAreKept() throws {
    let interpreter = try interpreter("kws_int8")
    for batch in 1...8 { _ = try outputAddress(interpreter, batch: batch) }
    let eight = interpreter.arenaByteCount
    for batch in 1...8 { _ = try outputAddress(interpreter, batch: 9 - batch) }
    #expect(interpreter.arenaByteCount < 2 * eight)
  }

  @Test func nothingIsPreparedBeforeShapesAreFinal() throws {
    let interpreter = try interpreter("kws_int8")
    #expect(interpreter.kernels.allSatisfy { $0 == nil })
    try interpreter.resizeInput(0, to: Shape([2, 49, 10, 1]))
    #expect(interpreter.kernels.allSatisfy { $0 == nil })
    try interpreter.prepare()
    #expect(interpreter.kernels.contains { $0 != nil })
  }

  @Test func shapesThatOperatorsRefuseAreNamed() throws {
    let interpreter = try interpreter("kws_int8")
    try interpreter.resizeInput(0, to: Shape([1, 2]))
    let error = #expect(throws: InterpreterError.self) { try interpreter.prepare() }
    #expect(
      error?.message.hasPrefix(
        "input 'input_1' has shape [1, 2], the model takes [-1, 49, 10, 1]: operator 0 (CONV_2D")
        == true)
    // The interpreter stays usable.
    try interpreter.resizeInput(0, to: Shape([1, 49, 10, 1]))
    try interpreter.invoke()
  }

  /// A size that the file fixes may change as far as the operators follow.
  @Test func fixedSizesMayChange() throws {
    let interpreter = try Interpreter(
      ModelFile(path: fixture("operators/ADD/same_shape_float32.tflite")))
    #expect(!interpreter.isOpen(0, to: Shape([5, 2])))
    for input in interpreter.inputs.indices {
      try interpreter.resizeInput(input, to: Shape([5, 2]))
      interpreter.bytes(of: interpreter.inputs[input].tensor).bindMemory(to: Float.self)
        .update(repeating: Float(input + 1))
    }
    try interpreter.invoke()
    let output = interpreter.outputs[0].tensor
    #expect(interpreter.tensor(output).shape == Shape([5, 2]))
    #expect(interpreter.bytes(of: output).bindMemory(to: Float.self).allSatisfy { $0 == 3 })
  }

  /// Sizes that data tell make successors of successors; what is kept of them does not grow with the
  /// number of inferences.
  @Test func formsOfSizesFromDataAreBounded() throws {
    let interpreter = try Interpreter(ModelFile(path: fixture("control/two_open_sizes.tflite")))
    var random = SeededGenerator(seed: 7)
    func run(_ count: Int) throws -> Int {
      for _ in 0..<count {
        for input in interpreter.inputs {
          let bytes = interpreter.bytes(of: input.tensor)
          for element in bytes.bindMemory(to: Float.self).indices {
            let value = Float(random.next() % 2001) / 1000 - 1
            bytes.storeBytes(of: value, toByteOffset: 4 * element, as: Float.self)
          }
        }
        try interpreter.invoke()
      }
      return interpreter.arenaByteCount
    }
    try interpreter.resizeInput(0, to: Shape([24]))
    let few = try run(200)
    #expect(try run(2000) <= 2 * few)
  }

  /// Twenty constants of a megabyte each, made of a few bytes.
  @Test func constantsMadeOfConstantsAreLimited() throws {
    let dimensions = PreparedBuffer(integers: [1 << 18], of: .int32)
    let value = PreparedBuffer(integers: [1], of: .int32)
    func tensor(_ shape: [Int], _ constant: PreparedBuffer? = nil) -> ExecutableGraph.Tensor {
      ExecutableGraph.Tensor(
        name: "", type: .int32, shape: Shape(shape), openShape: nil, hasRank: true,
        quantization: nil,
        constant: constant.map { UnsafeRawBufferPointer(start: $0.base, count: $0.byteCount) })
    }
    let count = 20
    let graph = try ExecutableGraph(
      name: "",
      tensors: [tensor([1], dimensions), tensor([], value)]
        + (0..<count).map { _ in tensor([1 << 18]) },
      nodes: (0..<count).map {
        ExecutableGraph.Node(
          operation: Operator.fill(Fill()), name: "FILL", inputs: [0, 1],
          outputs: [2 + $0])
      }, inputs: [], outputs: Array(2..<2 + count))
    let model = ExecutableModel(graphs: [graph], signatures: [], byteCount: 0, owner: value)
    let options = Interpreter.Options(byteLimit: 8 << 20)
    let error = #expect(throws: InterpreterError.self) {
      try Interpreter(ModelInstance(model, options: options)).prepare()
    }
    #expect(error?.message.contains("limit") == true)
    try Interpreter(ModelInstance(model)).invoke()
    withExtendedLifetime(dimensions) {}
  }
}
