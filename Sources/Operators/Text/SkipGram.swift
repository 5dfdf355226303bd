// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// All n-grams of a text's words in which some words are left out.
///
/// `y = words[i₁] " " words[i₂] " " … words[iₙ]` for all `i₁ < i₂ < … < iₙ` with
/// `iₖ₊₁ − iₖ ≤ max_skip_size + 1`
///
/// | operand  | type   | shape                              |
/// |----------|--------|------------------------------------|
/// | `input`  | string | any; its first element is the text |
/// | `output` | string | `[count]`                          |
///
/// n is the option `ngram_size`, or with `include_all_ngrams` 1 to that, longer ones first. A text of
/// fewer words has none. Words end at white space; one that begins the text with some is lost, as in
/// the reference.
///
/// Constraints:
/// - C1: `input` has an element.
/// - C2: there are at most 2²⁴ words, and the n-grams take at most 2²⁸ bytes.
///
/// Source: TensorFlow Lite operator SKIP_GRAM.
package struct SkipGram: LiteOperator {
  package static let builtin = BuiltinOperator.skipGram

  package var size: Int
  package var longestSkip: Int
  package var includesShorter: Bool

  package init(size: Int, longestSkip: Int = 0, includesShorter: Bool = false) {
    (self.size, self.longestSkip, self.includesShorter) = (size, longestSkip, includesShorter)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try SkipGramOptionsView(options)
    size = view.ngramSize
    longestSkip = view.maxSkipSize
    includesShorter = view.includeAllNgrams
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .string)],
      outputs: [OperandRule("output", .control, .string)], scales: .unquantized)
  }

  package var action: OperatorAction { .texts }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [Shape([try words(inputs[0]!).joined().count])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let words = try words(context.input(0))
    let (count, byteCount) = try words.joined()
    let grams = try context.buffer(byteCount: count * MemoryLayout<linnet_string>.stride)
    let text = try context.text(byteCount: byteCount)
    _ = try words.joined(grams.elements(), text.elements())
    return .copying(grams, to: context.output)
  }

  private func words(_ input: Operand) throws(OperatorError) -> Words {
    guard let text = input.constant else { throw OperatorError(awaiting: "input") }
    guard input.elementCount > 0 else { throw OperatorError("'input' is empty") }  // C1
    return try Words(of: text.baseAddress!, self)
  }
}

/// The words of a text, and how they are joined.
private struct Words {
  private let words: PreparedBuffer
  private let count: Int
  private let options: SkipGram

  /// - Parameter text: where the string is.
  init(of text: UnsafeRawPointer, _ options: SkipGram) throws(OperatorError) {
    count = linnet_words(text, nil)
    guard count <= 1 << 24 else {  // C2
      throw OperatorError("the text has more than \(1 << 24) words")
    }
    self.options = options
    words = PreparedBuffer(byteCount: count * MemoryLayout<linnet_string>.stride)
    _ = linnet_words(text, words.elements())
  }

  /// How many n-grams there are, and the bytes of all; they are made if there is room for them.
  func joined(
    _ grams: UnsafeMutablePointer<linnet_string>? = nil, _ text: UnsafeMutablePointer<UInt8>? = nil
  ) throws(OperatorError) -> (count: Int, byteCount: Int) {
    guard options.size > 0, options.size <= count else { return (0, 0) }
    let chosen = PreparedBuffer(byteCount: options.size * MemoryLayout<Int>.stride)
    var parameters = linnet_grams(
      size: options.size, longest_skip: Int64(options.longestSkip),
      has_shorter: options.includesShorter)
    var byteCount = 0
    let gramCount = linnet_skip_grams(
      words.elements(), count, &parameters, chosen.elements(), 1 << 28, &byteCount, grams, text)
    guard byteCount <= 1 << 28 else {  // C2
      throw OperatorError("the n-grams take more than \(1 << 28) bytes")
    }
    return (gramCount, byteCount)
  }
}
