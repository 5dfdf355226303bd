// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct PaddingFusionTests {
  /// A 3 × 3 convolution with stride 2 behind a PAD, over pictures of height and width `size`.
  private func padded(
    _ paddings: [Int32], size: Int?, padding: Padding = .valid
  ) throws -> (text: String, changed: Bool) {
    var test = TestGraph()
    let x = test.input("x", [nil, size, size, 1])
    let p = test.node(
      "p", .pad(Pad()), [x, test.constant(integers: paddings, [4, 2])], [nil, nil, nil, 1])
    let w = test.constant([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1])
    let conv = Conv2D(padding: padding, strideHeight: 2, strideWidth: 2)
    let y = test.node(
      "y", .conv2D(conv), [p, w, test.constant([0], [1])], [nil, nil, nil, 1])
    let first = try test.after(PaddingFusion(), outputs: y)
    #expect(try test.afterTwice(PaddingFusion(), outputs: y) == first.text)
    return first
  }

  /// 224 → 112 outputs reach over 111 · 2 + 3 = 225 elements: SAME pads 0 before and 1 after.
  @Test func fusesWhatSameWouldPad() throws {
    #expect(
      try padded([0, 0, 0, 1, 0, 1, 0, 0], size: 224).text.hasPrefix("p = PAD(x, "))
    #expect(
      try padded([0, 0, 0, 1, 0, 1, 0, 0], size: 224).text.contains("y = CONV_2D(x, "))
    #expect(try padded([0, 0, 0, 1, 0, 1, 0, 0], size: 224).text.contains(" SAME"))
  }

  /// 225 → 113 outputs reach over 112 · 2 + 3 = 227 elements: SAME pads 1 before and 1 after.
  @Test func fusesEvenPaddingOfOddSizes() throws {
    #expect(try padded([0, 0, 1, 1, 1, 1, 0, 0], size: 225).changed)
    #expect(try !padded([0, 0, 0, 1, 0, 1, 0, 0], size: 225).changed)
  }

  @Test func leavesOtherPaddings() throws {
    #expect(try !padded([0, 0, 1, 1, 1, 1, 0, 0], size: 224).changed)
    #expect(try !padded([0, 0, 0, 1, 0, 1, 0, 1], size: 224).changed)
    #expect(try !padded([1, 0, 0, 1, 0, 1, 0, 0], size: 224).changed)
  }

  @Test func leavesUnknownSizesAndSameConvolutions() throws {
    #expect(try !padded([0, 0, 0, 1, 0, 1, 0, 0], size: nil).changed)
    #expect(try !padded([0, 0, 0, 1, 0, 1, 0, 0], size: 224, padding: .same).changed)
  }
}
