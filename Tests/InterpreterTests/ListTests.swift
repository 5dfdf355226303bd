// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// What the recorded models with lists do not show.
@Suite struct ListTests {
  /// Two thousand turns each set an element of a list: a copy of the others each time would be four
  /// million elements; a turn itself works on less than a hundred.
  @Test func loopsTakeListsOver() throws {
    var options = Interpreter.Options()
    options.operationLimit = 200_000
    let file = try ModelFile(path: fixture("control/list_growing.tflite"))
    let interpreter = try Interpreter(file, options: options)
    interpreter.bytes(of: interpreter.inputs[0].tensor).storeBytes(of: 2000, as: Int32.self)
    try interpreter.invoke()
    #expect(interpreter.tensor(interpreter.outputs[0].tensor).shape == Shape([2002]))
  }

  /// Elements are let go of: hundreds of inferences take no more than one.
  @Test(arguments: ["list_lstm", "list_branches", "list_ends", "list_nested"])
  func keepNothingFromOneInferenceToTheNext(model: String) throws {
    let file = try ModelFile(path: fixture("control/\(model).tflite"))
    let interpreter = try Interpreter(file)
    for input in interpreter.inputs where interpreter.tensor(input.tensor).type == .int32 {
      interpreter.bytes(of: input.tensor).storeBytes(of: 2, as: Int32.self)
    }
    try interpreter.invoke()
    let byteCount = interpreter.arenaByteCount
    for _ in 0..<200 { try interpreter.invoke() }
    #expect(interpreter.arenaByteCount == byteCount)
  }

  /// Any bytes may change, those of the operators' options above all: a file then runs, or is refused.
  @Test(arguments: ControlModelTests.models.filter { $0.hasPrefix("list_") })
  func damageNeverCrashes(model: String) throws {
    let path = fixture("control/\(model).tflite")
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let places = try LiteModel.decode(bytes.span.bytes).subgraphs.flatMap(\.operators)
      .flatMap { $0.customOptions.offset..<$0.customOptions.offset + $0.customOptions.count }
    try #require(!places.isEmpty)
    var options = Interpreter.Options(threadCount: 1, byteLimit: 16 << 20, turnLimit: 1000)
    options.operationLimit = 10_000_000
    var random = SeededGenerator(seed: 11)
    for number in 0..<300 {
      var changed = bytes
      for _ in 0...number % 3 {
        let choice = Int(random.next() >> 8 & 0xFF_FFFF)
        let place = number % 4 == 0 ? choice % bytes.count : places[choice % places.count]
        changed[place] = UInt8(truncatingIfNeeded: random.next() >> 8)
      }
      do {
        let file = try changed.withUnsafeBytes { try ModelFile(bytes: $0) }
        let interpreter = try Interpreter(file, options: options)
        try interpreter.invoke()
      } catch let error as InterpreterError {
        #expect(!error.message.isEmpty)
      }
    }
  }
}
