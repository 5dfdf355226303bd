// SPDX-License-Identifier: Apache-2.0

/// Swift words that need backticks as names.
private let keywords: Set<String> = [
  "if", "while", "where", "default", "case", "switch", "in", "is", "as", "operator", "return",
]

/// `stride_w` and `STRIDE_W` as `strideW`; digits keep the letters after them as they are, so
/// that `CONV_2D` becomes `conv2D`.
func camelCase(_ name: String) -> String {
  let words = name.split(separator: "_").map(String.init)
  var result = words[0].lowercased()
  for word in words.dropFirst() {
    let startsWithDigit = word.first?.isNumber ?? false
    let isDimension = startsWithDigit || word == "ND"
    result += isDimension ? word : word.prefix(1).uppercased() + word.dropFirst().lowercased()
  }
  return keywords.contains(result) ? "`\(result)`" : result
}

/// `Conv2DOptions` as `conv2D`, `LSHProjectionOptions` as `lshProjection`.
func memberName(_ table: String) -> String {
  let stem = table.hasSuffix("Options") ? String(table.dropLast("Options".count)) : table
  let letters = Array(stem)
  var capitals = letters.prefix { $0.isUppercase }.count
  if capitals > 1 && capitals < letters.count && letters[capitals].isLowercase { capitals -= 1 }
  let result = String(letters.prefix(capitals)).lowercased() + String(letters.dropFirst(capitals))
  return keywords.contains(result) ? "`\(result)`" : result
}

extension Schema.Enumeration {
  /// The Swift names of the values, without the words that all of them start with.
  var caseNames: [String] {
    var words = values.map { $0.name.split(separator: "_").map(String.init) }
    while words.count > 1, let first = words.first?.first,
      words.allSatisfy({ $0.count > 1 && $0[0] == first })
    {
      words = words.map { Array($0.dropFirst()) }
    }
    return words.map { camelCase($0.joined(separator: "_")) }
  }
}

/// A constant with all names as one text, which takes less room than a text for each.
func wordList(_ names: [String]) -> String {
  var lines = [""]
  for name in names {
    if lines[lines.count - 1].count + name.count > 90 { lines.append("") }
    lines[lines.count - 1] += name + " "
  }
  var text = "  private static let names: StaticString = \"\"\"\n"
  for line in lines.dropLast() { text += "    \(line)\\\n" }
  return text + "    \(lines[lines.count - 1].dropLast())\n    \"\"\"\n"
}
