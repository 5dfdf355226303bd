// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The page of deliberate differences from LiteRT names tests that exist.
@Suite struct DifferencesPageTests {
  @Test func namesRecordedCases() throws {
    let page = try String(contentsOfFile: packageRoot + "/docs/differences.md", encoding: .utf8)
    let cases = page.matches(of: #/`([A-Z0-9_]+/[a-z0-9_]+)`/#).map { String($0.output.1) }
    #expect(cases.count >= 20)
    for name in cases {
      let path = fixture("operators/" + name + ".tflite")
      #expect(FileManager.default.fileExists(atPath: path), "\(name) is named but not recorded")
    }
  }
}
