// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import Interpreter
import LiteFormat
import TensorCore
import TestSupport
import Testing

@testable import Measure

/// Two models held against each other.
struct AgreementTests {
  private let words = fixture("models/keyword_spotting")

  private func agreement(
    _ reference: String, _ candidate: String, _ samples: AgreementSamples = .generated,
    tolerance: Double? = nil
  ) throws -> Agreement {
    try AgreementCheck(
      reference: ExecutableModel(ModelFile(path: reference)),
      candidate: ExecutableModel(ModelFile(path: candidate)), samples: samples,
      tolerance: tolerance
    ).agreement()
  }

  /// Models that branch, loop, keep state, draw random numbers and hold strings agree with
  /// themselves, or it is said why that cannot be told.
  @Test func everyModelAgreesWithItself() throws {
    let folder = fixture("control")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".tflite")
    }
    #expect(files.count > 50)
    var comparedCount = 0
    for file in files {
      let path = folder + "/" + file
      let found = try agreement(path, path, tolerance: 0)
      #expect(found.faults.isEmpty, "\(file): \(found.faults)")
      let reasons =
        found.signatures.compactMap(\.reason)
        + found.signatures.flatMap(\.outputs).compactMap(\.reason)
      for reason in reasons { #expect(reason.hasPrefix("is not compared"), "\(file): \(reason)") }
      if found.signatures.contains(where: { $0.outputs.contains { $0.reason == nil } }) {
        comparedCount += 1
      }
    }
    #expect(comparedCount * 10 > files.count * 7, "\(comparedCount) of \(files.count)")
  }

  /// Float numbers go into int8 inputs, and come out of int8 outputs, as what they stand for.
  @Test func comparesRealNumbersOfQuantizedModels() throws {
    let data = words + "/inputs.npz"
    let found = try agreement(
      words + "/kws_dynamic.tflite", words + "/kws_int8.tflite", AgreementSamples(path: data))
    let output = try #require(found.signatures.first?.outputs.first)
    #expect(found.signatures[0].samples == 4 && output.reason == nil)
    // A softmax of 12 words, whose steps are 1/256.
    let share = try #require(output.share)
    #expect(share > 0 && share < 0.2)
    #expect(found.faults.isEmpty)
    #expect(found.lines.count == 1 && found.lines[0].contains("of its spread (4 samples)"))
  }

  @Test func namesOutputsThatDiffer() throws {
    let found = try agreement(
      words + "/kws_dynamic.tflite", words + "/kws_int8.tflite",
      AgreementSamples(path: words + "/inputs.npz", limit: 2), tolerance: 1e-6)
    #expect(found.signatures[0].samples == 2)
    #expect(found.faults.count == 1 && found.faults[0].contains("differs by at most"))
  }

  /// What the reference computes and the other cannot is the other's fault.
  @Test func namesWhatFails() throws {
    let found = try agreement(
      fixture("control") + "/" + Self.anyControlModel, words + "/kws_float.tflite", tolerance: 1)
    #expect(!found.faults.isEmpty)
  }

  private static var anyControlModel: String {
    get throws {
      try #require(
        try FileManager.default.contentsOfDirectory(atPath: fixture("control")).sorted().first {
          $0.hasSuffix(".tflite")
        })
    }
  }

  /// Samples of the same seed are the same, of another number are others; every other batch is larger.
  @Test func generatesSamples() throws {
    let file = try ModelFile(path: words + "/kws_float.tflite")
    let model = ExecutableModel(file)
    let interpreter = try Interpreter(file)
    func samples() throws -> [[String: NumPyArray]] {
      guard
        case .samples(let found) = try AgreementSamples.generated.opened(
          for: interpreter, key: model.signatures.first?.key, of: model)
      else { return [] }
      return Array(found)
    }
    let (first, second) = (try samples(), try samples())
    #expect(first.count == 4)
    for (a, b) in zip(first, second) { #expect(a.mapValues(\.bytes) == b.mapValues(\.bytes)) }
    #expect(first[0].mapValues(\.bytes) != first[2].mapValues(\.bytes))
    for array in first.flatMap(\.values) where array.type == .float32 {
      #expect(array.elements(as: Float.self).allSatisfy { (-1...1).contains($0) })
    }
  }
}
