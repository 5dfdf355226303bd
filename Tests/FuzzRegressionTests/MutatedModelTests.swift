// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Damaged models are refused, or run within their limits; they never crash.
///
/// A crash ends the test run; the file that TMPDIR/linnet-fuzz-case then holds is the model at
/// fault.
@Suite(.serialized)
struct MutatedModelTests {
  /// What a model of a few kilobytes may take.
  static let options = {
    var options = Interpreter.Options(threadCount: 1, byteLimit: 64 << 20, turnLimit: 1000)
    options.operationLimit = 100_000_000
    return options
  }()
  static let secondLimit = 2.0
  static let lastCase = FileManager.default.temporaryDirectory.appending(path: "linnet-fuzz-case")

  /// One small file of each operator, and models with tables and strings.
  static let operatorFiles: [String] = {
    let folder = fixture("operators")
    let operators = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return operators.sorted().compactMap { name in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")) ?? []
      return files.filter { $0.hasSuffix(".tflite") }.sorted().first.map {
        "\(folder)/\(name)/\($0)"
      }
    }
      + ["table_of_words", "table_of_numbers", "texts_in_loop"].map {
        fixture("control/\($0).tflite")
      }
  }()

  /// Opens, prepares and runs a model: with zeros, with odd inputs, and in another shape.
  ///
  /// - Returns: whether nothing was wrong with it.
  @discardableResult
  static func run(_ bytes: [UInt8], label: String = "") throws -> Bool {
    try Data(bytes).write(to: lastCase)
    let start = Date()
    defer {
      let seconds = Date().timeIntervalSince(start)
      #expect(seconds < secondLimit, "\(label) took \(seconds) s")
    }
    do {
      let file = try bytes.withUnsafeBytes { try ModelFile(bytes: $0) }
      let interpreter = try Interpreter(file, options: options)
      try interpreter.invoke()
      var random = SeededGenerator(seed: UInt64(bytes.count))
      fill(interpreter, from: &random)
      try? interpreter.invoke()
      for output in interpreter.outputs { _ = interpreter.strings(of: output.tensor) }
      try? resize(interpreter, by: &random)
      return true
    } catch let error as InterpreterError {
      #expect(!error.message.isEmpty)
      return false
    }
  }

  /// Small numbers with some that are not, whatever the inputs' types; words of two letters.
  private static func fill(_ interpreter: Interpreter, from random: inout SeededGenerator) {
    for input in interpreter.inputs {
      let tensor = interpreter.tensor(input.tensor)
      if tensor.type == .string {
        let texts = (0..<tensor.elementCount * 5).map { _ in UInt8(random.next() % 3 + 31) }
        texts.withUnsafeBytes { interpreter.fill(input.tensor, with: $0, width: 5) }
        continue
      }
      let bytes = interpreter.bytes(of: input.tensor)
      for index in bytes.indices {
        let word = random.next()
        bytes[index] = word % 8 == 0 ? UInt8(truncatingIfNeeded: word >> 8) : UInt8(word >> 8 & 3)
      }
    }
  }

  /// Gives each input other sizes, and runs the model once more if it takes them.
  private static func resize(_ interpreter: Interpreter, by random: inout SeededGenerator) throws {
    var shapes: [(input: Int, shape: Shape)] = []
    for (index, input) in interpreter.inputs.enumerated() {
      let shape = interpreter.tensor(input.tensor).shape
      shapes.append((index, Shape(shape.dimensions.map { _ in Int(random.next() % 9) })))
    }
    try interpreter.resizeInputs(shapes)
    fill(interpreter, from: &random)
    try interpreter.invoke()
  }

  @Test func aFixtureOfEveryOperatorIsThere() {
    #expect(Self.operatorFiles.count >= 100)
  }

  @Test(arguments: operatorFiles)
  func changedBytesNeverCrash(path: String) throws {
    let model = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var random = SeededGenerator(seed: UInt64(model.count))
    for _ in 0..<150 {
      var changed = model
      for _ in 0...Int(random.next() % 3) {
        changed[Int(random.next() % UInt64(model.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      try Self.run(changed)
    }
  }

  @Test(arguments: operatorFiles)
  func cutFilesNeverCrash(path: String) throws {
    let model = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for count in stride(from: 0, to: model.count, by: 37) {
      #expect(try !Self.run(Array(model[..<count])) || count > model.count / 2)
    }
  }

  /// Every byte of one model, to three other values each.
  @Test func everyByteOfOneModelMayChange() throws {
    let path = fixture("operators/FULLY_CONNECTED")
    let name = try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasSuffix("_int8.tflite") }.sorted()[0]
    let model = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    #expect(try Self.run(model))
    for index in model.indices {
      for change: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = model
        changed[index] ^= change
        try Self.run(changed)
      }
    }
    for count in model.indices { try Self.run(Array(model[..<count])) }
  }
}
