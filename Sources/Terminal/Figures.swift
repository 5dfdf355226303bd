// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A count with its digits in groups of three, as in `12 501 632`.
package func grouped(_ count: Int) -> String {
  var text = ""
  for (place, digit) in String(count.magnitude).reversed().enumerated() {
    if place > 0 && place % 3 == 0 { text = " " + text }
    text = String(digit) + text
  }
  return count < 0 ? "-" + text : text
}

/// A size in bytes, or from 10,000 on in kB or MB (powers of 1000) with three digits or more.
package func readableSize(_ bytes: Int) -> String {
  switch bytes {
  case ..<10_000: "\(bytes) B"
  case ..<100_000: decimal(Double(bytes) / 1e3, places: 1) + " kB"
  case ..<10_000_000: decimal(Double(bytes) / 1e3, places: 0) + " kB"
  default: decimal(Double(bytes) / 1e6, places: 1) + " MB"
  }
}

/// A number with a fixed count of decimal places, rounded half away from zero; `-` if not finite.
package func decimal(_ number: Double, places: Int) -> String {
  let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
  let scaled = (number.magnitude * scale).rounded()
  guard scaled.isFinite, scaled < 9e15 else { return number.isFinite ? "\(number)" : "-" }
  let sign = number < 0 && scaled > 0 ? "-" : ""
  let whole = Int(scaled) / Int(scale)
  guard places > 0 else { return "\(sign)\(whole)" }
  let fraction = String(Int(scaled) % Int(scale))
  return "\(sign)\(whole)." + String(repeating: "0", count: places - fraction.count) + fraction
}

/// A number with four significant digits, as in `0.01235` or `1.235e-7`.
package func significant(_ number: Double) -> String {
  String(format: "%.4g", number)
}
