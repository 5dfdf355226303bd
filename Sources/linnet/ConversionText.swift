// SPDX-License-Identifier: Apache-2.0
import Converter
import Measure
import Terminal

/// What a conversion did, in a few lines.
struct ConversionText {
  private let report: ConversionReport
  /// Whether layers are worth a word: not where nothing was to be quantized.
  private let isQuantized: Bool

  init(_ report: ConversionReport, isQuantized: Bool) {
    self.report = report
    self.isQuantized = isQuantized
  }

  var lines: [String] {
    var first = "\(report.output): \(readableSize(report.outputBytes))"
    if isQuantized, report.weightBytesBefore > 0 {
      let share = 100 * Double(report.weightBytes) / Double(report.weightBytesBefore)
      first +=
        ", weights \(readableSize(report.weightBytes)) instead of "
        + "\(readableSize(report.weightBytesBefore)) (\(decimal(share, places: 0)) %)"
    } else {
      first += ", weights \(readableSize(report.weightBytes))"
    }
    let layers = isQuantized ? [layerCounts] + report.keptFloat.map(line) : []
    return [first] + layers + (report.check?.lines ?? [])
  }

  /// As in `12 of 14 layers quantized: 12 int8`.
  private var layerCounts: String {
    guard report.floatLayers > 0 else { return "no layer is float" }
    let forms = report.quantizedLayers.sorted { $0.key < $1.key }
    let count = forms.reduce(0) { $0 + $1.value }
    let listed = forms.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return "\(count) of \(report.floatLayers) layers quantized"
      + (listed.isEmpty ? "" : ": " + listed)
  }

  /// As in `2 left float: has no int8 form (LOG, SQRT)`.
  private func line(_ group: ConversionReport.KeptFloat) -> String {
    var counts: [(name: String, count: Int)] = []
    for layer in group.layers {
      if let index = counts.firstIndex(where: { $0.name == layer.operator }) {
        counts[index].count += 1
      } else {
        counts.append((layer.operator, 1))
      }
    }
    let names = counts.map { $0.count == 1 ? $0.name : "\($0.count) \($0.name)" }
    let shown = names.prefix(6).joined(separator: ", ")
    return "\(group.layers.count) left float: \(group.reason) (\(shown)"
      + (names.count > 6 ? " …)" : ")")
  }
}
