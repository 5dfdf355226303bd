// SPDX-License-Identifier: Apache-2.0
import Quantization
import TensorCore
import Testing

/// What part of a signal integers lose.
struct LayerNoiseTests {
  private func excerpt(_ elements: [Float], channels: Int) -> TensorExcerpt {
    var excerpt = TensorExcerpt(channelCount: channels)
    elements.withUnsafeBufferPointer { excerpt.take($0) }
    return excerpt
  }

  /// Steps of 1: 0.25 is off by a quarter, 1 by nothing: (1/16) / (1/16 + 1).
  @Test func comparesNoiseToSignal() throws {
    let loss = try #require(
      excerpt([0.25, 1], channels: 1).loss(by: Quantization(scale: 1, zeroPoint: 0), as: .int8))
    #expect(abs(loss - 1.0 / 17) < 1e-12)
  }

  /// What is beyond the ends is cut off: 200 at steps of 1 becomes 127.
  @Test func countsWhatIsCutOff() throws {
    let loss = try #require(
      excerpt([200], channels: 1).loss(by: Quantization(scale: 1, zeroPoint: 0), as: .int8))
    #expect(abs(loss - 73.0 * 73 / 40000) < 1e-12)
  }

  /// One large channel does not hide that the others vanish.
  @Test func isThatOfHalfOfTheChannels() throws {
    let elements: [Float] = [1000, 0.1, 0.2, 0.3, -1000, 0.1, 0.2, 0.3]
    let scale = Quantization(scale: 8, zeroPoint: 0)
    #expect(excerpt(elements, channels: 4).loss(by: scale, as: .int8) == 1)
    // Taken together they would be lost in the large one.
    let together = try #require(excerpt(elements, channels: 1).loss(by: scale, as: .int8))
    #expect(together < 1e-6)
  }

  @Test func saysNothingOfZeros() {
    #expect(
      excerpt([0, 0], channels: 1).loss(by: Quantization(scale: 1, zeroPoint: 0), as: .int8) == nil)
  }

  /// Rows spread over the whole tensor, 1,024 elements at most.
  @Test func takesSomeRows() {
    let large = excerpt((0..<100_000).map { Float($0) }, channels: 10)
    #expect(large.elements.count == 1020)
    #expect(large.elements[0] == 0 && large.elements[10] == 980)
    #expect(excerpt(Array(repeating: 1, count: 10_000), channels: 10_000).elements.count == 10_000)
  }
}
