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
