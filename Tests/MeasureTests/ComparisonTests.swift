// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import DeviceCommands
import Foundation
import Interpreter
import LiteFormat
import TensorCore
import TestSupport
import Testing

@testable import Measure

@Suite struct ComparisonTests {
  private static let folder = fixture("models/keyword_spotting/")

  private func comparison(of candidates: [String], labels: String? = nil) throws -> Comparison {
    var request = ComparisonRequest(
      reference: Self.folder + "kws_float.tflite",
      candidates: candidates.map { Self.folder + $0 + ".tflite" },
      data: Self.folder + "inputs.npz", labels: labels)
    request.roundCount = 2
    return try Comparison(measuring: request)
  }

  @Test func aModelAgreesWithItself() throws {
    let comparison = try comparison(of: ["kws_float"])
    let twin = comparison.models[1]
    #expect(comparison.samples == 4)
    #expect(twin.agreement == 1)
    #expect(twin.errors.map(\.maxAbsolute) == [0])
    #expect(twin.errors[0].sqnrDb == nil)
    #expect(twin.latency.runs == 10)
    #expect(twin.delta?.sizeRatio == 1)
  }

  /// The error against LiteRT's recorded outputs of the same two models, by the definitions.
  @Test func measuresTheErrorOfLiteRTsOutputs() throws {
    let wanted = try #require(try outputs("expected.kws_float.npz"))
    // Scale 1/256, zero point −128; recorded on the same inputs, quantized by NumPy.
    let found = try #require(try outputs("expected.kws_int8.npz")).map { ($0 + 128) / 256 }
    let errors = zip(found, wanted).map { $0 - $1 }
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    let largest = errors.map(abs).max() ?? 0
    let error = try comparison(of: ["kws_int8"]).models[1].errors[0]
    // Recorded float32 outputs and ours differ in their last digits.
    #expect(abs(error.maxAbsolute - largest) < 1e-5)
    #expect(abs(error.rmse - (squares / Double(errors.count)).squareRoot()) < 1e-5)
  }

  private func outputs(_ name: String) throws -> [Double]? {
    try readArrays(at: Self.folder + name).values.first.flatMap { RealValues($0)?.real }
  }

  @Test func namesAMissingLabelArray() throws {
    let error = #expect(throws: CommandError.self) {
      try comparison(of: ["kws_int8"], labels: "y")
    }
    #expect(error?.message == Self.folder + "inputs.npz: it has no array 'y'; it has 'input_1'")
  }

  @Test func countsRightAnswers() {
    var classification = Classification(classCount: 11)
    // Ranks of label 2: first (a tie that the lower index wins), second, and seventh.
    let tie: [Double] = [0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    let second: [Double] = [0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    let seventh: [Double] = [9, 9, 1, 9, 9, 9, 9, 0, 0, 0, 0]
    for scores in [tie, second, seventh] {
      let hasLabel = classification.add(scores: scores, label: 2)
      #expect(hasLabel)
    }
    let hasLabel = classification.add(scores: tie, label: 11)
    #expect(!hasLabel)
    #expect(classification.correct == 1 && classification.total == 3)
    #expect(classification.top5 == 2.0 / 3)
    #expect(classification.confusion[2][0] == 1 && classification.confusion[2][1] == 1)
    #expect(classification.accuracyByClass[2] == 1.0 / 3)
    #expect(classification.accuracyByClass[3] == nil)
  }

  /// r = (3, 4), c = (3, 2): e = (0, −2).
  @Test func sumsUpErrors() {
    var sums = OutputErrorSums()
    sums.add(reference: [3], candidate: [3])
    sums.add(reference: [4], candidate: [2])
    let error = sums.error(of: "y")
    #expect(error.maxAbsolute == 2)
    #expect(error.meanAbsolute == 1)
    #expect(error.rmse == 2.0.squareRoot())
    #expect(error.relativeRmse == 2.0.squareRoot())
    // 10 · log₁₀(25 / 4)
    #expect(abs((error.sqnrDb ?? 0) - 7.9588001734) < 1e-9)
    // (9 + 8) / √(25 · 13)
    #expect(abs((error.cosine ?? 0) - 17 / 325.0.squareRoot()) < 1e-12)
  }

  @Test func keepsPairsFromBeginningToEnd() {
    var pairs = PairSample()
    for index in 0..<100_000 { pairs.add(Double(index), 0) }
    #expect((2048...4096).contains(pairs.references.count))
    #expect(pairs.references.first == 0)
    #expect((pairs.references.last ?? 0) > 99_900)
  }

  @Test func percentilesAreNearestRanks() {
    let latency = Latency(nanoseconds: [4, 1, 3, 2].map { $0 * 1_000_000 })
    #expect(latency.medianMs == 2.5)
    #expect(latency.p90Ms == 4)
    #expect(latency.minMs == 1)
  }

  @Test func reportNeedsNoOtherFile() throws {
    let html = ComparisonReport(try comparison(of: ["kws_dynamic", "kws_int8"])).html
    for reference in ["http", "src=", "<script", "url(", "@import"] {
      #expect(!html.contains(reference))
    }
    #expect(html.contains("kws_dynamic") && html.contains("kws_int8"))
    #expect(html.components(separatedBy: "<svg").count - 1 == 2 + 2 * 2)
    #expect(!html.contains("nan") && !html.contains("inf\""))
  }
}
