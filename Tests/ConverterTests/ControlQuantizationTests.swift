// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import Operators
import Quantization
import TensorCore
import TestSupport
import Testing

/// Models that branch, loop and keep state, in int8: what graphs pass to each other and what
/// variables hold stays float, the rest is quantized, and the results stay close to LiteRT's for
/// the float model.
struct ControlQuantizationTests {
  /// Models of Tests/Fixtures/control, and how many layers at least become int8.
  static let models: [(name: String, integerLayers: Int)] = [
    ("if_two_results", 2), ("if_nested", 1), ("if_shared_branches", 1), ("if_passing_through", 1),
    ("while_cell", 3), ("while_in_branch", 0), ("while_nested", 1), ("while_swapping", 1),
    ("variable_ring", 1), ("variable_in_control", 1), ("variable_two_signatures", 1),
  ]

  @Test(arguments: models)
  func resultsStayClose(model: String, integerLayers: Int) throws {
    let calls = try RecordedCall.all(of: model)
    let path = fixture("control/\(model).tflite")
    let program = try Conversion(.liteFile(path: path)).program()
    let plan = try QuantizationPlan(
      program, recipe: .int8, ranges: try ranges(of: program, on: calls))
    try plan.verify()
    let quantized = plan.graphs.flatMap(\.layers).count { $0.form == .integer }
    #expect(quantized >= integerLayers, "\(quantized): \(plan.text)")
    try withTemporaryFolder { folder in
      let output = folder + "/model.tflite"
      try Conversion(.liteFile(path: path)).write(plan.quantizedProgram(), toPath: output)
      let found = try answers(of: ModelInstance(ModelFile(path: output)), to: calls)
      for (number, (call, answer)) in zip(calls, found).enumerated() {
        for (name, expected) in call.outputs {
          let result = try #require(answer[name])
          #expect(result.type == expected.type && result.shape == expected.shape)
          let error = relativeError(of: result, expected)
          #expect(error <= 0.05, "call \(number), \(name): \(error)")
        }
      }
    }
  }

  /// The ranges of all values while the float model answers calls.
  private func ranges(of program: Program, on calls: [RecordedCall]) throws -> [[ValueRange]] {
    let model = try ExecutableModel(program)
    let calibration = try Calibration<MinMaxStatistic>(model)
    _ = try answers(of: ModelInstance(model), to: calls) { interpreter, sample in
      try calibration.observe(interpreter, sample: sample)
    }
    return calibration.ranges
  }

  /// The outputs of successive calls to one instance; none of those that must fail.
  private func answers(
    of instance: ModelInstance, to calls: [RecordedCall],
    by invoke: (Interpreter, Int) throws -> Void = { interpreter, _ in try interpreter.invoke() }
  ) throws -> [[String: NumPyArray]] {
    try calls.enumerated().map { number, call in
      guard !call.outputs.isEmpty else { return [:] }
      let interpreter = try Interpreter(instance, signature: call.signature)
      let arrays = try interpreter.inputs.map { try #require(call.inputs[$0.name]) }
      try interpreter.resizeInputs(arrays.enumerated().map { (input: $0, shape: $1.shape) })
      for (input, array) in zip(interpreter.inputs, arrays) {
        interpreter.bytes(of: input.tensor).copyBytes(from: array.bytes)
      }
      try invoke(interpreter, number)
      var outputs: [String: NumPyArray] = [:]
      for output in interpreter.outputs {
        let tensor = interpreter.tensor(output.tensor)
        outputs[output.name] = NumPyArray(
          type: tensor.type, shape: tensor.shape,
          bytes: Array(interpreter.bytes(of: output.tensor)))
      }
      return outputs
    }
  }

  /// The largest difference over the largest magnitude, or over 1 where that is larger; integers
  /// must be the same.
  private func relativeError(of result: NumPyArray, _ expected: NumPyArray) -> Float {
    guard expected.type == .float32 else { return result.bytes == expected.bytes ? 0 : .infinity }
    let wanted = expected.elements(as: Float.self)
    let magnitude = wanted.reduce(1) { max($0, abs($1)) }
    return zip(result.elements(as: Float.self), wanted).reduce(0) {
      max($0, abs($1.0 - $1.1) / magnitude)
    }
  }
}
