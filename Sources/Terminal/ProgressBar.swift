// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A line on standard error that shows how far long work has come: on a terminal, nowhere else.
package struct ProgressBar {
  private let title: String
  private let isShown: Bool
  private let start = Date()
  private var lastUpdate = Date.distantPast

  /// - Parameter isShown: false to show nothing even on a terminal.
  package init(_ title: String, isShown: Bool = true) {
    self.title = title
    self.isShown = isShown && isatty(STDERR_FILENO) == 1
  }

  /// Shows that `done` of `total` is done; ten times a second at most.
  package mutating func update(_ done: Int, of total: Int) {
    guard isShown, total > 0 else { return }
    let now = Date()
    guard now.timeIntervalSince(lastUpdate) >= 0.1 || done == total else { return }
    lastUpdate = now
    let share = Double(done) / Double(total)
    let remaining = now.timeIntervalSince(start) * (1 - share) / max(share, 1e-6)
    write("\r\(Self.line(title, done: done, total: total, secondsLeft: remaining))\u{1B}[K")
  }

  /// Removes the line.
  package func finish() {
    if isShown { write("\r\u{1B}[K") }
  }

  /// As in `Comparing ████████░░░░░░░░  500 of 1 000  12 s left`.
  static func line(_ title: String, done: Int, total: Int, secondsLeft: Double) -> String {
    let width = 24
    let filled = min(max(width * done / total, 0), width)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let left = secondsLeft >= 1 ? "  \(decimal(secondsLeft, places: 0)) s left" : ""
    return "\(title) \(bar)  \(grouped(done)) of \(grouped(total))\(left)"
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
