// SPDX-License-Identifier: Apache-2.0
import TensorCore
import Testing

@Suite struct TextTests {
  @Test func textsAreTheSameIfTheirBytesAre() {
    #expect("conv/é".isSame(as: "conv/é"))
    #expect("".isSame(as: ""))
    // One character, said as one scalar and as two: equal to `==`, but other bytes.
    #expect("\u{e9}" == "e\u{301}")
    #expect(!"\u{e9}".isSame(as: "e\u{301}"))
    #expect(!"ab".isSame(as: "abc"))
  }

  @Test(arguments: [("a", "b"), ("", "a"), ("ab", "abc"), ("Z", "a"), ("z", "é")])
  func orderIsThatOfBytes(_ first: String, _ second: String) {
    #expect(first.order(to: second) < 0)
    #expect(second.order(to: first) > 0)
    #expect(first.order(to: first) == 0)
  }

  @Test(arguments: [("0", 0), ("-17", -17), ("0012", 12), ("99999999999999999999", Int.max)])
  func decimalsAreRead(_ text: String, _ number: Int) {
    #expect(Int(decimal: Array(text.utf8)[...]) == number)
  }

  @Test(arguments: ["", "-", "+1", "1 ", "0x10", "1.5", "--1", "١"])
  func whatIsNoDecimalIsRefused(_ text: String) {
    #expect(Int(decimal: Array(text.utf8)[...]) == nil)
  }

  @Test func wordsAreFoundByNumber() {
    let words: StaticString = "ADD CONV_2D é"
    #expect((0..<4).map { words.word($0) } == ["ADD", "CONV_2D", "é", ""])
  }
}

@Suite struct SortedIndicesTests {
  @Test(arguments: [0, 1, 2, 3, 7, 8, 33, 1000])
  func equalOnesStayAsTheyWere(_ count: Int) {
    let keys = (0..<count).map { $0 * 7919 % 13 }
    let expected = (0..<count).sorted { (keys[$0], $0) < (keys[$1], $1) }
    #expect(sortedIndices(count) { keys[$0] < keys[$1] } == expected)
  }

  @Test func membersOfAscendingNumbersAreFound() {
    let numbers = [-5, 0, 0, 3, 9]
    #expect((-6...10).filter { numbers.contains(sorted: $0) } == [-5, 0, 3, 9])
    #expect(![Int]().contains(sorted: 1))
  }
}
