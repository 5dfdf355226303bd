// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// Operators that move and compare strings, beyond what the recordings show.
@Suite struct StringElementTests {
  private func strings(_ texts: String..., shape: [Int]? = nil) -> DirectTensor {
    DirectTensor(strings: texts.map { Array($0.utf8) }, shape: Shape(shape ?? [texts.count]))
  }

  private func texts(_ tensor: DirectTensor) -> [String] {
    tensor.elements(as: StringView.self).map { String(decoding: $0.array, as: UTF8.self) }
  }

  /// Where the reference has strings of one axis only.
  @Test func gathersAlongAnyAxis() throws {
    let input = strings("a", "b", "c", "d", "e", "f", shape: [2, 3])
    let result = try evaluate(Gather(axis: 1), [input, control([2, 0])])[0]
    #expect(result.shape.dimensions == [2, 2])
    #expect(texts(result) == ["c", "a", "f", "d"])
  }

  /// Equal bytes at different places are equal, prefixes are not, nor are zeros no bytes.
  @Test func comparesBytes() {
    let left = strings("", "ab", "ab", "a", "a\0", "ä")
    let right = strings("", "ab", "ac", "ab", "a", "ä")
    expect(
      Equal(), [left, right], gives: [true, true, false, false, false, true], shape: [6])
    expect(
      NotEqual(), [left, right], gives: [false, false, true, true, true, false], shape: [6])
    expect(
      Equal(), [left, strings("ab", shape: [])],
      gives: [false, true, true, false, false, false], shape: [6])
  }

  /// 2⁷ rows share one that is copied for many at once.
  @Test func comparesRowsToOne() {
    let words = (0..<512).map { Array("\($0 % 5)".utf8) }
    let rows = DirectTensor(strings: words, shape: Shape([128, 4]))
    let one = strings("0", "1", "2", "3")
    let wanted = (0..<512).map { $0 % 5 == $0 % 4 }
    expect(Equal(), [rows, one], gives: wanted, shape: [128, 4])
  }

  @Test func refusesOtherTypes() {
    expectRefusal(Equal(), [strings("a"), control([1])], "must be one type")
    expectRefusal(Less(), [strings("a"), strings("b")], "'a' is string, allowed")
    expectRefusal(Neg(), [strings("a")], "is string, allowed")
  }
}
