// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct SkipGramTests {
  private func grams(_ text: String, _ operation: SkipGram) throws -> [String] {
    let input = DirectTensor(strings: [Array(text.utf8)], shape: Shape([1]))
    let result = try evaluate(operation, [input])[0]
    return result.elements(as: StringView.self).map { String(decoding: $0.array, as: UTF8.self) }
  }

  @Test func hasNoneForTooFewWords() throws {
    #expect(try grams("", SkipGram(size: 1)).isEmpty)
    #expect(try grams("a b", SkipGram(size: 3)).isEmpty)
    #expect(try grams("a b", SkipGram(size: 0, includesShorter: true)).isEmpty)
    #expect(try grams("a b", SkipGram(size: -1)).isEmpty)
  }

  /// No word may be left out, so each n-gram is a run of words.
  @Test func takesNegativeSkipsForNone() throws {
    #expect(try grams("a b c", SkipGram(size: 2, longestSkip: -1)).isEmpty)
    #expect(try grams("a b c", SkipGram(size: 2)) == ["a b", "b c"])
  }

  /// Of 60 words there are 60 choices of 59: 2⁶⁰ beginnings lead nowhere, and are not tried.
  @Test func triesNoBeginningsThatLeadNowhere() throws {
    let text = (10..<70).map(String.init).joined(separator: " ")
    #expect(try grams(text, SkipGram(size: 59, longestSkip: 60)).count == 60)
  }
}
