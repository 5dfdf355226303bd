// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import GraphPasses

@Suite struct DilationFusionTests {
  /// A 3 × 3 convolution between regroupings by `block`.
  private func dilated(
    pads: [Int32], crops: [Int32], block: [Int32] = [2, 2], back: [Int32] = [2, 2],
    stride: Int = 1
  ) throws -> (text: String, changed: Bool) {
    var test = TestGraph()
    let x = test.input("x", [nil, 8, 8, 1])
    let s = test.node(
      "s", .spaceToBatchND(SpaceToBatchND()),
      [x, test.constant(integers: block), test.constant(integers: pads, [2, 2])],
      [nil, nil, nil, 1])
    let w = test.constant([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1])
    let conv = Conv2D(padding: .valid, strideHeight: stride, strideWidth: stride)
    let c = test.node(
      "c", .conv2D(conv), [s, w, test.constant([0], [1])], [nil, nil, nil, 1])
    let y = test.node(
      "y", .batchToSpaceND(BatchToSpaceND()),
      [c, test.constant(integers: back), test.constant(integers: crops, [2, 2])], [nil, 8, 8, 1])
    return try test.after(DilationFusion(), outputs: y)
  }

  @Test func findsValidConvolutions() throws {
    let text = try dilated(pads: [0, 0, 0, 0], crops: [0, 0, 0, 0]).text
    #expect(text.hasPrefix("y = CONV_2D(x, "))
    #expect(text.contains(" VALID dilation 2 2"))
  }

  /// A 3 × 3 window of dilation 2 reaches over 5 elements: SAME pads 2 on each side. Pads that only
  /// make the size a multiple of the block are cropped again.
  @Test func findsSameConvolutions() throws {
    #expect(
      try dilated(pads: [2, 2, 2, 2], crops: [0, 0, 0, 0]).text.contains(" SAME dilation 2 2"))
    #expect(
      try dilated(pads: [2, 3, 2, 3], crops: [0, 1, 0, 1]).text.contains(" SAME dilation 2 2"))
  }

  /// Along one axis of 8, a height of 1 is added around a window of 3.
  private func line(pads: [Int32], crops: [Int32]) throws -> String {
    var test = TestGraph()
    let x = test.input("x", [nil, 8, 1])
    let block = test.constant(integers: [2])
    let s = test.node(
      "s", .spaceToBatchND(SpaceToBatchND()),
      [x, block, test.constant(integers: pads, [1, 2])], [nil, 6, 1])
    let r = test.node(
      "r", .reshape(Reshape()), [s, test.constant(integers: [-1, 1, 6, 1])], [nil, 1, 6, 1])
    let w = test.constant([1, 2, 3], [1, 1, 3, 1])
    let c = test.node(
      "c", .conv2D(Conv2D(padding: .valid)), [r, w, test.constant([0], [1])], [nil, 1, 4, 1])
    let q = test.node(
      "q", .reshape(Reshape()), [c, test.constant(integers: [-1, 4, 1])], [nil, 4, 1])
    let y = test.node(
      "y", .batchToSpaceND(BatchToSpaceND()),
      [q, block, test.constant(integers: crops, [1, 2])], [nil, 8, 1])
    return try test.after(DilationFusion(), outputs: y).text
  }

  @Test func findsThemAlongOneAxis() throws {
    #expect(
      try line(pads: [2, 2], crops: [0, 0]) == """
        c/row = RESHAPE(x, [-1, 1, 8, 1])
        c = CONV_2D(c/row, [1.0, 2.0, 3.0], [0.0]) SAME dilation 1 2
        y = RESHAPE(c, [-1, 8, 1])
        return y
        """)
    #expect(try line(pads: [1, 3], crops: [0, 0]).contains("SPACE_TO_BATCH_ND"))
  }

  @Test func leavesOtherPaddingsBlocksAndStrides() throws {
    #expect(try !dilated(pads: [1, 1, 2, 2], crops: [0, 0, 0, 0]).changed)
    #expect(try !dilated(pads: [0, 0, 0, 0], crops: [0, 0, 0, 0], back: [2, 1]).changed)
    #expect(try !dilated(pads: [0, 0, 0, 0], crops: [0, 0, 0, 0], stride: 2).changed)
  }
}
