// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import TestSupport
import Testing

/// An inference may be limited in how many elements it works on.
struct OperationLimitTests {
  private func invoke(_ path: String, operationLimit: Int) throws {
    var options = Interpreter.Options(threadCount: 1, turnLimit: 1_000_000_000)
    options.operationLimit = operationLimit
    try Interpreter(ModelFile(path: fixture(path)), options: options).invoke()
  }

  private func expectTooMany(_ path: String, operationLimit: Int) {
    let error = #expect(throws: InterpreterError.self) {
      try invoke(path, operationLimit: operationLimit)
    }
    #expect(error?.message.contains("operations on elements") == true, "\(error?.message ?? "")")
  }

  /// Layers of 2,656,768 products, which take in and give 120,000 elements and weights together.
  @Test func countsProducts() throws {
    let path = "models/keyword_spotting/kws_int8.tflite"
    expectTooMany(path, operationLimit: 2_656_768)
    try invoke(path, operationLimit: 2_900_000)
    // One inference does not take from the next.
    var options = Interpreter.Options()
    options.operationLimit = 2_900_000
    let interpreter = try Interpreter(ModelFile(path: fixture(path)), options: options)
    for _ in 0..<3 { try interpreter.invoke() }
  }

  @Test func countsEachTurn() {
    expectTooMany("control/while_endless.tflite", operationLimit: 100_000)
  }
}
