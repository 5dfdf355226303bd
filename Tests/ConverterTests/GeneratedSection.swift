// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Checks what stands between a section's marks in a page; `UPDATE_GOLDEN=1` writes it anew.
func checkSection(_ section: String, of page: String, holds expected: String) throws {
  let path = URL(fileURLWithPath: packageRoot + "/" + page)
  let text = try String(contentsOf: path, encoding: .utf8)
  let (begin, end) = ("<!-- \(section): generated -->\n", "<!-- end of \(section) -->")
  let first = try #require(text.range(of: begin), "\(page) has no section '\(section)'")
  let last = try #require(text.range(of: end), "\(page): '\(section)' has no end")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
    let updated = text.replacingCharacters(in: first.upperBound..<last.lowerBound, with: expected)
    try updated.write(to: path, atomically: true, encoding: .utf8)
  } else {
    #expect(
      text[first.upperBound..<last.lowerBound] == expected,
      "\(page): '\(section)' is not what the code says; 'make docs' writes it anew")
  }
}
