// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import OperatorConversion
import Operators
import TensorCore
import TestSupport
import Testing

/// One use of a TensorFlow operator each, and what TensorFlow gave; see
/// `Toolchain/fixtures/make_operator_conversions.py`.
@Suite struct OperatorConversionTests {
  struct Case: CustomTestStringConvertible {
    let family: String
    let name: String

    var testDescription: String { "\(family)/\(name)" }
  }

  private static let families = [
    "elementwise", "images", "indices", "layout", "matrices", "randoms", "reductions",
    "spectra", "windows",
  ]

  private static func folder(_ family: String) -> String {
    fixture("saved_models/operators/\(family)")
  }

  /// By family, the arrays `<signature>.x0`, … and `<signature>.y0`, ….
  private static let recordings = Result {
    var arrays: [String: [String: NumPyArray]] = [:]
    for family in families { arrays[family] = try readArrays(at: folder(family) + ".npz") }
    return arrays
  }

  private static let cases: [Case] = {
    let all = (try? recordings.get()) ?? [:]
    return families.flatMap { family in
      let names = (all[family] ?? [:]).keys.map { String($0.split(separator: ".")[0]) }
      return Set(names).sorted().map { Case(family: family, name: $0) }
    }
  }()

  @Test func casesAreThere() {
    #expect(Self.cases.count >= 1300)
  }

  @Test(arguments: cases) func computesWhatTensorFlowDoes(_ test: Case) throws {
    let arrays = try #require(try Self.recordings.get()[test.family])
    let program = try Conversion(
      .savedModel(
        folder: Self.folder(test.family), tags: ["serve"], signatures: [test.name])
    ).program()
    try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      try LiteSerializer.serialize(LiteFileContents(program)).write(toPath: path)
      let interpreter = try Interpreter(ModelFile(path: path))
      let inputs = try interpreter.inputs.map {
        try #require(arrays["\(test.name).\($0.name)"])
      }
      try interpreter.resizeInputs(inputs.indices.map { ($0, inputs[$0].shape) })
      for (input, array) in zip(interpreter.inputs, inputs) {
        array.bytes.withUnsafeBytes {
          interpreter.bytes(of: input.tensor).copyMemory(from: $0)
        }
      }
      try interpreter.invoke()
      for output in interpreter.outputs {
        let expected = try #require(arrays["\(test.name).\(output.name)"])
        compare(UnsafeRawBufferPointer(interpreter.bytes(of: output.tensor)), expected)
      }
    }
  }

  /// Integers and booleans must be equal; real numbers may be off by 10⁻⁵ of the largest one, and
  /// infinities and NaN must be where TensorFlow has them.
  private func compare(_ found: UnsafeRawBufferPointer, _ expected: NumPyArray) {
    guard expected.type == .float32 else {
      #expect(Array(found) == Array(expected.bytes))
      return
    }
    let numbers = expected.elements(as: Float.self)
    let largest = numbers.filter(\.isFinite).map(abs).max() ?? 0
    #expect(found.count == 4 * numbers.count)
    for (a, b) in zip(found.bindMemory(to: Float.self), numbers) {
      let isNear = a == b || abs(a - b) <= 1e-5 * largest + 1e-7
      #expect(isNear || a.isNaN && b.isNaN, "\(a), not \(b)")
    }
  }
}

/// Random numbers that are not TensorFlow's own: their distribution, and what follows from seeds.
@Suite struct RandomConversionTests {
  private static let count = 4000

  private func shape(_ test: inout TensorFlowGraph) -> ValueID {
    test.constant(integers: [Int32(Self.count)])
  }

  /// What an operator gives, as real numbers, with an input added that says nothing.
  private func numbers(
    _ operation: String, attributes: [String: Attribute] = [:], bounds: [Int32] = []
  ) throws -> [Float] {
    var test = TensorFlowGraph(shape: [1])
    let ends = bounds.map { test.constant(integers: [$0], []) }
    let seeds: [String: Attribute] = ["seed": .integer(5), "seed2": .integer(7)]
    let given = test.node(
      operation, [shape(&test)] + ends, seeds.merging(attributes) { $1 })
    let real = test.node("Cast", [given], ["DstT": .type(.float32)])
    let sum = test.node("AddV2", [real, test.x])
    return try test.result(sum, for: [0], shape: [1])
  }

  /// Of 4000 numbers the mean is off by 0.014 and the mean square by 0.015 in one deviation; a
  /// normal distribution cut off at 2 has a variance of 0.774.
  @Test func truncatedNormalNumbersAreSo() throws {
    let numbers = try numbers("TruncatedNormal")
    #expect(numbers.allSatisfy { abs($0) < 2 })
    #expect(abs(numbers.reduce(0, +) / Float(Self.count)) < 0.06)
    let square = numbers.reduce(0) { $0 + $1 * $1 } / Float(Self.count)
    #expect(abs(square - 0.774) < 0.06)
  }

  /// Each of 7 integers comes 571 times, 22 more or less in one deviation.
  @Test func integersAreEquallyLikely() throws {
    let numbers = try numbers("RandomUniformInt", bounds: [-3, 4])
    for integer in -3..<4 {
      #expect(abs(numbers.count { $0 == Float(integer) } - 571) < 100, "\(integer)")
    }
  }

  @Test func shuffledRowsAreAllThere() throws {
    var test = TensorFlowGraph(shape: [1, 100])
    let row = test.node("Reshape", [test.x, test.constant(integers: [100])])
    let shuffled = test.node(
      "RandomShuffle", [row], ["seed": .integer(5), "seed2": .integer(7)])
    let numbers = (0..<100).map { Float($0) }
    let found = try test.result(shuffled, for: numbers, shape: [1, 100])
    #expect(found != numbers)
    #expect(found.sorted() == numbers)
  }

  /// Seeds that only the data tell: equal ones give equal numbers, others other ones, all of the
  /// distribution; the mean of uniform ones is off by 0.0046 in one deviation.
  @Test func computedSeedsDecide() throws {
    func numbers(_ operation: String, _ seed: [Float]) throws -> [Float] {
      var test = TensorFlowGraph(shape: [1, 2])
      let row = test.node("Reshape", [test.x, test.constant(integers: [2])])
      let words = test.node("Cast", [row], ["DstT": .type(.int32)])
      let numbers = test.node(operation, [shape(&test), words])
      return try test.result(numbers, for: seed, shape: [1, 2])
    }
    let first = try numbers("StatelessRandomUniform", [3, 4])
    #expect(try numbers("StatelessRandomUniform", [3, 4]) == first)
    #expect(try numbers("StatelessRandomUniform", [3, 5]) != first)
    #expect(first.allSatisfy { (0..<1).contains($0) } && Set(first).count > 3990)
    #expect(abs(first.reduce(0, +) / Float(Self.count) - 0.5) < 0.02)
    let normal = try numbers("StatelessRandomNormal", [3, 4])
    #expect(abs(normal.reduce(0, +) / Float(Self.count)) < 0.07)
    #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / Float(Self.count) - 1) < 0.1)
  }
}
