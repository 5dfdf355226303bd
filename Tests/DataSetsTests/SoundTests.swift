// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore
import TestSupport
import Testing

@testable import DataSets

/// What SciPy reads of the sounds in Fixtures/samples: 20 frames of two channels, 8000 a second.
struct SoundTests {
  private func samples(
    _ name: String, _ input: SampleInput, _ settings: [String: String] = [:]
  ) throws -> any SampleSource {
    var preparation = SamplePreparation()
    for (key, value) in settings { try preparation.set(key, to: value) }
    return try openSamples(
      at: fixture("samples/\(name)"), for: [input], preparation: preparation)
  }

  private func expected(_ name: String) throws -> [Float] {
    try #require(try readArrays(at: fixture("samples/sounds.npz"), keys: [name])[name])
      .elements(as: Float.self)
  }

  @Test(arguments: ["pcm8", "pcm16", "pcm24", "pcm32", "float32", "float64"])
  func decodesAsSciPyDoes(name: String) throws {
    let source = try samples("\(name).wav", SampleInput(name: "x", shape: [1, nil, 2]))
    let sample = try #require(try source.next()?["x"])
    #expect(sample.shape == Shape([1, 20, 2]))
    #expect(sample.elements(as: Float.self) == (try expected(name)))
    #expect(try source.next() == nil)
  }

  @Test func takesTheFormOfTheInput() throws {
    let stereo = try expected("float32")
    let (left, right) = (
      (0..<20).map { stereo[2 * $0] }, (0..<20).map { stereo[2 * $0 + 1] }
    )
    let mean = try samples("float32.wav", SampleInput(name: "x", shape: [nil]))
    #expect(
      try mean.next()?["x"]?.elements(as: Float.self) == zip(left, right).map { ($0 + $1) / 2 })
    let second = try samples(
      "float32.wav", SampleInput(name: "x", shape: [nil, 20]), ["channel": "1"])
    #expect(try second.next()?["x"]?.elements(as: Float.self) == right)
    let planes = try samples("float32.wav", SampleInput(name: "x", shape: [1, 2, nil]))
    #expect(try planes.next()?["x"]?.elements(as: Float.self) == left + right)
    let loud = try samples(
      "pcm16.wav", SampleInput(name: "x", shape: [20, 2]), ["scale": "32768"])
    #expect(
      try loud.next()?["x"]?.elements(as: Float.self) == (try expected("pcm16")).map { $0 * 32768 })
    let integers = try samples(
      "mono.wav", SampleInput(name: "x", shape: [nil, nil], type: .int16), ["rate": "16000"])
    #expect(
      try integers.next()?["x"]?.elements(as: Int16.self)
        == (try expected("mono")).map { Int16($0 * 32768) })
  }

  /// Of 20 frames, stretches of 8 are two, the rest is cut; one of 24 is filled up.
  @Test func cutsAndFillsUp() throws {
    let all = try expected("mono")
    let cut = try samples("mono.wav", SampleInput(name: "x", shape: [1, 8]))
    #expect(cut.sampleCount == 2)
    #expect(try cut.next()?["x"]?.elements(as: Float.self) == Array(all[0..<8]))
    #expect(try cut.next()?["x"]?.elements(as: Float.self) == Array(all[8..<16]))
    #expect(try cut.next() == nil)
    let filled = try samples("mono.wav", SampleInput(name: "x", shape: [24, 1]))
    #expect(
      try filled.next()?["x"]?.elements(as: Float.self) == all + [0, 0, 0, 0])
    let batch = try samples("mono.wav", SampleInput(name: "x", shape: [2, 9]))
    #expect(batch.sampleCount == 1)
    #expect(try batch.next()?["x"]?.elements(as: Float.self) == Array(all[0..<18]))
  }

  @Test func saysWhatDoesNotFit() {
    let input = SampleInput(name: "x", shape: [nil, 8])
    #expect(
      errorMessage { _ = try samples("mono.wav", input, ["rate": "8000"]) }
        .hasSuffix("it has 16000 frames a second, the model is said to take 8000"))
    #expect(
      errorMessage { _ = try samples("mono.wav", input, ["channel": "1"]) }
        .hasSuffix("it has no channel 1: there are 1"))
    #expect(
      errorMessage { _ = try samples("mono.wav", SampleInput(name: "x", shape: [1, 8, 2])) }
        .hasSuffix("it has 1 channels, the model takes 2"))
    #expect(
      errorMessage { _ = try samples("mono.wav", SampleInput(name: "x", shape: [1, 9, 9, 9])) }
        .contains("input 'x' [1, 9, 9, 9] takes no sounds"))
  }

  @Test(arguments: ["pcm16.wav", "pcm24.wav", "float64.wav"])
  func survivesDamage(name: String) throws {
    let file = try Data(contentsOf: URL(fileURLWithPath: fixture("samples/\(name)")))
    for count in 0..<file.count {
      #expect(throws: ArrayFileError.self) { try WaveFile(file.prefix(count)) }
    }
    for bit in 0..<min(file.count, 90) * 8 {
      var damaged = file
      damaged[bit / 8] ^= 1 << (bit % 8)
      guard let wave = try? WaveFile(damaged) else { continue }
      #expect(wave.frames(0..<wave.frameCount).count == wave.frameCount * wave.channelCount)
    }
  }
}
