// SPDX-License-Identifier: Apache-2.0
import DeviceCommands
import Foundation
import Testing

@Test func roundsToPlaces() {
  #expect(fixed(1.2345, places: 3) == "1.235")  // 1.2345 is a little above the half
  #expect(fixed(0.5, places: 0) == "1")
  #expect(fixed(-0.04, places: 1) == "0.0")
  #expect(fixed(-2.25, places: 1) == "-2.3")
  #expect(fixed(7, places: 2) == "7.00")
  #expect(fixed(.infinity, places: 2) == "inf")
  #expect(fixed(.nan, places: 2) == "nan")
}

@Test func alignsColumns() {
  var table = TextTable(.left, .right)
  table.append(["name", "ms"])
  table.append(["ä", "1.25"])
  table.append(["longer", "10.00"])
  #expect(table.text == "name       ms\nä        1.25\nlonger  10.00\n")
}

@Test func indentsLines() {
  var table = TextTable(.left, .right, .left)
  table.append(["a", "1", "x"])
  table.append(["long", "100", ""])
  #expect(table.lines(indent: 1) == [" a       1  x", " long  100"])
}

@Test func escapesStrings() throws {
  let text = "a\"b\\c\n\u{1}é"
  let decoded = try JSONSerialization.jsonObject(
    with: Data("[\(jsonString(text))]".utf8))
  #expect(decoded as? [String] == [text])
}

@Test func controlCharactersDoNotReachTheTerminal() {
  #expect(oneLine("a\nb\rc\u{2028}d\u{2029}e") == "a b c d e")
  #expect(oneLine("\u{1B}[1m\u{7F}\u{9B}1m") == "\\u{1B}[1m\\u{7F}\\u{9B}1m")
  #expect(oneLine("é ā 漢 ‧ \u{A0} 😀") == "é ā 漢 ‧ \u{A0} 😀")
}
