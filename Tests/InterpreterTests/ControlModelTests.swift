// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Models that branch, loop, keep state or have sizes that only the data tell, call after call,
/// against what LiteRT's reference kernels gave, or TensorFlow for those with lists.
struct ControlModelTests {
  static let models: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: fixture("control"))) ?? []
    return names.filter { $0.hasSuffix(".tflite") }.map { String($0.dropLast(7)) }.sorted()
  }()

  /// More turns than any loop of the models takes, but for the one that never ends.
  static let turnLimit = 1000

  /// Float32 sums are taken in another order than the reference's. Relative to the output's spread,
  /// or to its largest magnitude or 1 where these are larger: a scalar has no spread, and a sum near
  /// 0 has summands of about 1.
  static let tolerance = 1e-5

  @Test func findsTheModels() {
    #expect(Self.models.count == 73)
  }

  @Test(arguments: models, [1, 3])
  func answersAsRecorded(model: String, threadCount: Int) throws {
    let calls = try RecordedCall.all(of: model)
    let session = try Session(model, threadCount: threadCount)
    let answers = try session.answers(to: calls)
    for (number, (call, answer)) in zip(calls, answers).enumerated() {
      #expect(answer.keys.sorted() == call.outputs.keys.sorted(), "call \(number)")
      for (name, result) in answer {
        guard let expected = call.outputs[name] else { continue }
        #expect(agree(result, expected), "call \(number), \(name)")
      }
    }
  }

  /// Each operator as a step of its own, observed: nothing of the results changes, and every operator
  /// that begins ends.
  @Test(arguments: models) func answersTheSameStepByStep(model: String) throws {
    let calls = try RecordedCall.all(of: model)
    let joined = try Session(model, threadCount: 1).answers(to: calls)
    let session = try Session(model, threadCount: 1, separatesOperators: true)
    var open: [Int] = []
    session.instance.observer = { (observed) throws(InterpreterError) in
      switch observed.occasion {
      case .call: break
      case .start(let index): open.append(index)
      case .end(let index): #expect(open.popLast() == index)
      }
    }
    for (call, answer) in zip(calls, joined) {
      open = []
      let separate = try session.answers(to: [call])[0]
      #expect(separate.mapValues(\.bytes) == answer.mapValues(\.bytes))
      #expect(call.outputs.isEmpty || open.isEmpty)
    }
  }

  /// What was assigned is forgotten, and what initializes variables runs again.
  @Test(arguments: models)
  func answersAnewAfterReset(model: String) throws {
    let calls = try RecordedCall.all(of: model)
    let session = try Session(model, threadCount: 1)
    let first = try session.answers(to: calls)
    session.instance.reset()
    let second = try session.answers(to: calls)
    for (number, (once, again)) in zip(first, second).enumerated() {
      #expect(once.mapValues(\.bytes) == again.mapValues(\.bytes), "call \(number)")
    }
  }

  /// Instances of one file have variables of their own, however their calls are mixed.
  @Test func instancesShareNoState() throws {
    let calls = try RecordedCall.all(of: "variable_counter")
    let one = try Session("variable_counter", threadCount: 1)
    let other = try Session("variable_counter", threadCount: 1)
    for call in calls {
      let answer = try one.answer(to: call)
      #expect(try other.answer(to: call).mapValues(\.bytes) == answer.mapValues(\.bytes))
    }
  }

  /// Three turns are refused, and the interpreter then answers a call that takes none.
  @Test func limitsTurns() throws {
    let calls = try RecordedCall.all(of: "while_counting")
    let session = try Session("while_counting", threadCount: 1, turnLimit: 2)
    #expect(throws: InterpreterError.self) { try session.answer(to: calls[0]) }
    #expect(try session.answer(to: calls[1])["count"]?.elements(as: Int32.self) == [0])
  }

  /// Whether type and shape are the same, and the elements but for the rounding of floats.
  private func agree(_ result: NumPyArray, _ expected: NumPyArray) -> Bool {
    guard result.type == expected.type, result.shape == expected.shape else { return false }
    guard expected.type == .float32 else { return result.bytes == expected.bytes }
    let wanted = expected.elements(as: Float.self).map(Double.init)
    let found = result.elements(as: Float.self).map(Double.init)
    let spread = (wanted.max() ?? 0) - (wanted.min() ?? 0)
    let magnitude = wanted.map(abs).max() ?? 0
    let bound = Self.tolerance * max(spread, magnitude, 1)
    return zip(found, wanted).allSatisfy { abs($0 - $1) <= bound }
  }
}

/// An instance of a model, with an interpreter for each signature that was called.
private final class Session {
  let instance: ModelInstance
  private var interpreters: [String?: Interpreter] = [:]

  init(
    _ model: String, threadCount: Int, turnLimit: Int = ControlModelTests.turnLimit,
    separatesOperators: Bool = false
  ) throws {
    var options = Interpreter.Options()
    options.threadCount = threadCount
    options.turnLimit = turnLimit
    options.separatesOperators = separatesOperators
    instance = try ModelInstance(
      ModelFile(path: fixture("control/\(model).tflite")), options: options)
  }

  /// The outputs of each call by name; none where it fails, as it must.
  func answers(to calls: [RecordedCall]) throws -> [[String: NumPyArray]] {
    try calls.map { call in
      guard call.outputs.isEmpty else { return try answer(to: call) }
      #expect(throws: InterpreterError.self) { try answer(to: call) }
      return [:]
    }
  }

  func answer(to call: RecordedCall) throws -> [String: NumPyArray] {
    try interpreter(for: call.signature).answers(to: call.inputs)
  }

  private func interpreter(for signature: String?) throws -> Interpreter {
    if let known = interpreters[signature] { return known }
    let new = try Interpreter(instance, signature: signature)
    interpreters[signature] = new
    return new
  }
}
