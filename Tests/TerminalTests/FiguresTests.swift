// SPDX-License-Identifier: Apache-2.0
import Terminal
import Testing

@Suite struct FiguresTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1 000"), (12_501_632, "12 501 632"), (-1234, "-1 234"),
  ])
  func groupsDigits(count: Int, text: String) {
    #expect(grouped(count) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (9999, "9999 B"), (12_345, "12.3 kB"), (123_456, "123 kB"),
    (1_234_567, "1235 kB"), (12_345_678, "12.3 MB"),
  ])
  func readsSizes(bytes: Int, text: String) {
    #expect(readableSize(bytes) == text)
  }

  @Test func roundsDecimals() {
    #expect(decimal(1.25, places: 1) == "1.3")
    #expect(decimal(-0.04, places: 1) == "0.0")
    #expect(decimal(-2.5, places: 0) == "-3")
    #expect(decimal(3.05, places: 3) == "3.050")
    #expect(decimal(.nan, places: 1) == "-")
  }
}
