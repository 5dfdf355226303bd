// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A drawing as inline SVG.
struct Drawing {
  enum Anchor: String {
    case start, middle, end
  }

  private let width: Double
  private let height: Double
  private let title: String
  private var body = ""

  static let ink = "#1e293b"
  static let muted = "#64748b"
  static let grid = "#e2e8f0"

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  var svg: String {
    """
    <svg viewBox="0 0 \(number(width)) \(number(height))" role="img" \
    aria-label="\(escaped(title))">\(body)</svg>
    """
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, color: String = grid,
    width: Double = 1, isDashed: Bool = false
  ) {
    body += """
      <line x1="\(number(x1))" y1="\(number(y1))" x2="\(number(x2))" y2="\(number(y2))" \
      stroke="\(color)" stroke-width="\(number(width))"\
      \(isDashed ? " stroke-dasharray=\"4 3\"" : "")/>
      """
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, color: String,
    opacity: Double = 1, hint: String = ""
  ) {
    body += """
      <rect x="\(number(x))" y="\(number(y))" width="\(number(max(width, 0)))" \
      height="\(number(max(height, 0)))" fill="\(color)" fill-opacity="\(number(opacity))">\
      \(tooltip(hint))</rect>
      """
  }

  mutating func circle(
    _ x: Double, _ y: Double, radius: Double, color: String, opacity: Double = 1,
    hint: String = ""
  ) {
    body += """
      <circle cx="\(number(x))" cy="\(number(y))" r="\(number(radius))" fill="\(color)" \
      fill-opacity="\(number(opacity))">\(tooltip(hint))</circle>
      """
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, anchor: Anchor = .start, color: String = ink,
    size: Double = 12, isBold: Bool = false, isVertical: Bool = false
  ) {
    body += """
      <text x="\(number(x))" y="\(number(y))" text-anchor="\(anchor.rawValue)" \
      font-size="\(number(size))" fill="\(color)"\(isBold ? " font-weight=\"600\"" : "")\
      \(isVertical ? " transform=\"rotate(-90 \(number(x)) \(number(y)))\"" : "")>\
      \(escaped(text))</text>
      """
  }

  private func tooltip(_ text: String) -> String {
    text.isEmpty ? "" : "<title>\(escaped(text))</title>"
  }

  private func number(_ value: Double) -> String {
    let text = String(format: "%.2f", value)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }
}

/// Text as it may stand in a page.
func escaped(_ text: String) -> String {
  text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
}

/// Where values of an axis lie in a drawing, and which of them are marked.
struct AxisScale {
  let lower: Double
  let upper: Double
  /// The drawing's coordinates of `lower` and `upper`.
  let start: Double
  let end: Double

  /// - Parameter isPadded: leaves room beyond the smallest and largest value.
  init(_ values: [Double], from start: Double, to end: Double, isPadded: Bool = true) {
    let finite = values.filter(\.isFinite)
    let smallest = finite.min() ?? 0
    let largest = finite.max() ?? 1
    let spread = largest > smallest ? largest - smallest : max(abs(largest), 1) * 0.1
    let padding = isPadded ? spread * 0.08 : 0
    lower = smallest - (isPadded || largest > smallest ? padding : spread / 2)
    upper = largest + (isPadded || largest > smallest ? padding : spread / 2)
    self.start = start
    self.end = end
  }

  func callAsFunction(_ value: Double) -> Double {
    start + (min(max(value, lower), upper) - lower) / (upper - lower) * (end - start)
  }

  /// Multiples of 1, 2 or 5 times a power of ten, some five of them.
  var ticks: [Double] {
    let rough = (upper - lower) / 5
    let power = pow(10, floor(log10(rough)))
    let step = power * ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10)
    let first = (lower / step).rounded(.up)
    return (0..<12).map { (first + Double($0)) * step }.filter { $0 <= upper + step * 1e-9 }
  }

  /// The ticks' text, with as many digits as tell them apart.
  func label(_ tick: Double) -> String {
    let step = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    if tick != 0, abs(tick) >= 1e6 || step < 1e-4 { return String(format: "%.3g", tick) }
    return String(format: "%.\(max(0, Int(-floor(log10(step) + 1e-9))))f", tick)
  }
}
