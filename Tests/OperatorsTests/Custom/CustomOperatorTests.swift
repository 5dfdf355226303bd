// SPDX-License-Identifier: Apache-2.0
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

@Suite struct CustomOperatorTests {
  /// The recorded files of custom operators, by their folder.
  private static let names: [String] = {
    let folder = fixture("operators")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0 != $0.uppercased() }.sorted()
  }()

  private static func files(of name: String) throws -> [String] {
    let folder = fixture("operators/" + name)
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".tflite") }.map { folder + "/" + $0 }
  }

  @Test func coversEveryCustomOperator() throws {
    let stated = try ["Custom", "Gradient", "Signal"].flatMap { family in
      let folder = packageRoot + "/Sources/Operators/" + family
      return try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { file in
        try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
          .matches(of: #/customName = "(\w+)"|case \.\w+: "(Flex\w+|Signal\w+)"/#)
          .map { String($0.output.1 ?? $0.output.2!) }
      }
    }
    #expect(stated.sorted() == Self.names)
  }

  private func operation(
    _ name: String, version: Int = 1, options: [UInt8]
  ) throws -> Operator? {
    let entry = LiteModel.OperatorEntry(
      code: .custom, customCode: name, version: version, inputs: [], outputs: [],
      customOptions: ByteRange(offset: 0, count: options.count))
    return try Operator(entry, in: options.span.bytes)
  }

  @Test func leavesUnknownNamesAndVersionsToTheCaller() throws {
    #expect(try operation("mine", options: []) == nil)
    #expect(try operation("TransformLandmarks", version: 1, options: []) == nil)
    let known = try #require(try operation("TransformLandmarks", version: 2, options: []))
    #expect(known.name == "TransformLandmarks")
    #expect(known.builtin == .custom)
  }

  @Test func namesWhatIsMissing() {
    #expect(throws: FormatError("the custom options lack 'max_detections'")) {
      try operation("TFLite_Detection_PostProcess", options: [])
    }
    #expect(throws: FormatError("has 20 bytes of custom options, needs 24")) {
      try operation("MaxUnpooling2D", options: [UInt8](repeating: 0, count: 20))
    }
    #expect(throws: FormatError("padding 3 of the custom options is neither SAME nor VALID")) {
      try operation(
        "Convolution2DTransposeBias", options: [3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0])
    }
    let tanh: [UInt8] = [1, 1, 1, 2, 2, 4].flatMap { [$0, 0, 0, 0] }
    #expect(throws: FormatError("activation 4 of the custom options is not supported")) {
      try operation("MaxPoolingWithArgmax2D", options: tanh)
    }
  }

  /// Any bytes of the options may change: a file then runs, or is refused.
  @Test(arguments: names) func damagedOptionsNeverCrash(name: String) throws {
    let model = [UInt8](try Data(contentsOf: URL(filePath: try Self.files(of: name)[0])))
    let range = try LiteModel.decode(model.span.bytes).subgraphs[0].operators[0].customOptions
    var options = Interpreter.Options(threadCount: 1, byteLimit: 16 << 20)
    options.operationLimit = 10_000_000
    var random = SeededGenerator(seed: 7)
    for number in 0..<(range.count == 0 ? 0 : 400) {
      var changed = model
      for _ in 0...number % 3 {
        let place = range.offset + Int(random.next() % UInt64(range.count))
        changed[place] = UInt8(truncatingIfNeeded: random.next() >> 8)
      }
      do {
        let file = try changed.withUnsafeBytes { try ModelFile(bytes: $0) }
        try Interpreter(file, options: options).invoke()
      } catch let error as InterpreterError {
        #expect(!error.message.isEmpty)
      }
    }
  }

  /// Two boxes around anchors of 1 by 1, at (0, 0) and (4, 0), of which the first has the score 1 and
  /// the second less than the threshold: one box is found, and the rest is 0.
  @Test func leavesNothingUnset() throws {
    let codes = tensor([Float](repeating: 0, count: 8), [1, 2, 4])
    let scores = tensor([0, 1, 0, 0.25] as [Float], [1, 2, 2])
    let anchors = tensor([0, 0, 1, 1, 4, 0, 1, 1] as [Float], [2, 4])
    let results = try evaluate(
      CustomRejections.detector, [codes, scores, anchors],
      resultTypes: [ElementType](repeating: .float32, count: 4))
    #expect(
      results[0].elements(as: Float.self) == [-0.5, -0.5, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(results[1].elements(as: Float.self) == [0, 0, 0])
    #expect(results[2].elements(as: Float.self) == [1, 0, 0])
    #expect(results[3].elements(as: Float.self) == [1])
  }

  /// The same scores as bytes of either sign: 255 and 127 steps of 1/255 from zero points 0 and −128.
  @Test func readsBytesOfEitherSign() throws {
    let codes = tensor([Float](repeating: 0, count: 8), [1, 2, 4])
    let anchors = tensor([0, 0, 1, 1, 4, 0, 1, 1] as [Float], [2, 4])
    let unsigned = tensor(
      [0, 255, 0, 200] as [UInt8], [1, 2, 2], Quantization(scale: 1 / 255, zeroPoint: 0))
    let signed = tensor(
      [-128, 127, -128, 72] as [Int8], [1, 2, 2], Quantization(scale: 1 / 255, zeroPoint: -128))
    for scores in [unsigned, signed] {
      let results = try evaluate(
        CustomRejections.detector, [codes, scores, anchors],
        resultTypes: [ElementType](repeating: .float32, count: 4))
      #expect(results[3].elements(as: Float.self) == [2])
      #expect(results[2].elements(as: Float.self)[0] == 255 * (1 / 255 as Float))
      #expect(results[2].elements(as: Float.self)[1] == 200 * (1 / 255 as Float))
    }
  }
}
