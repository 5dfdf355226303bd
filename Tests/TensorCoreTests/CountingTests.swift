// SPDX-License-Identifier: Apache-2.0
import TensorCore
import Testing

/// Counts at the edge of what an `Int` holds, whatever its width.
struct CountingTests {
  @Test func axesThatCannotBeAreNegative() {
    #expect(6.axis(times: 7) == 42)
    #expect((Int.max / 2).axis(times: 2) == .max - 1)
    #expect((Int.max / 2 + 1).axis(times: 2) == -1)
    #expect(6.axis(plus: 7) == 13)
    #expect(Int.max.axis(plus: 0) == .max)
    #expect(Int.max.axis(plus: 1) == -1)
    // What was no size stays none.
    #expect((-1).axis(plus: 7) == -1)
  }

  @Test func productsSaturate() {
    #expect(6.saturatingProduct(7) == 42)
    #expect((Int.max / 8).saturatingProduct(8) == .max - 7)
    #expect((Int.max / 8 + 1).saturatingProduct(8) == .max)
  }

  /// `⌊count · index / parts⌋`, also where the product needs more than 32 bits.
  @Test(arguments: [0, 1, 5, 64, 1000, 1 << 30])
  func partsCoverAll(count: Int) {
    for parts in [1, 2, 3, 7, 256] {
      let starts = (0...parts).map { count.start(ofPart: $0, of: parts) }
      #expect(starts.first == 0 && starts.last == count)
      for (start, end) in zip(starts, starts.dropFirst()) {
        #expect(end - start == count / parts || end - start == count / parts + 1)
      }
    }
  }

  /// Bytes of the largest elements, which have 16, are counted for each part of a shape.
  @Test func shapesAreOfCountableBytes() {
    #expect(Shape([3, 0, 5]).checkedElementCount == 0)
    #expect(Shape([3, 4, 5]).checkedElementCount == 60)
    #expect(Shape([]).checkedElementCount == 1)
    #expect(Shape([3, -1]).checkedElementCount == nil)
    #expect(Shape([.max / 16]).checkedElementCount == .max / 16)
    #expect(Shape([.max / 16 + 1]).checkedElementCount == nil)
    #expect(Shape([0, .max / 16 + 1]).checkedElementCount == nil)
    #expect(Shape([.max / 16, 0, 2]).checkedElementCount == nil)
  }

  @Test func bytesAreCountedInWholes() {
    #expect(ElementType.int4.byteCount(of: 3) == 2)
    #expect(ElementType.int4.byteCount(of: .max / 16) == .max / 32 + 1)
    #expect(ElementType.float32.byteCount(of: .max) == nil)
  }
}
