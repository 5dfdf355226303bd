// SPDX-License-Identifier: Apache-2.0
import DeviceCommands
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
  number.isFinite ? fixed(number, places: places) : "-"
}

/// A number with four significant digits, as in `0.01235` or `1.235e-7`.
package func significant(_ number: Double) -> String {
  String(format: "%.4g", number)
}
