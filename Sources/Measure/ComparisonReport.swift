// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A comparison as one page of HTML that needs nothing else: tables and plots.
package struct ComparisonReport {
  private let comparison: Comparison
  private let plots: ComparisonPlots

  private static let colors = [
    "#475569", "#2563eb", "#d97706", "#059669", "#db2777", "#7c3aed", "#0891b2",
  ]

  package init(_ comparison: Comparison) {
    self.comparison = comparison
    let names = Self.names(comparison.models.map(\.model))
    plots = ComparisonPlots(
      subjects: comparison.models.indices.map { index in
        .init(
          name: names[index],
          color: index == 0
            ? Self.colors[0] : Self.colors[1 + (index - 1) % (Self.colors.count - 1)],
          model: comparison.models[index])
      })
  }

  /// File names without their ending, or whole paths where that would make two alike.
  private static func names(_ paths: [String]) -> [String] {
    let short = paths.map {
      let url = URL(fileURLWithPath: $0)
      return url.deletingPathExtension().lastPathComponent
    }
    return Set(short).count == short.count ? short : paths
  }

  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Model comparison</title><style>\(Self.style)</style></head><body><main>
    <h1>Model comparison</h1>
    <p class="muted">\(comparison.samples) samples of <code>\(escaped(comparison.data))</code>,
    \(comparison.threads == 1 ? "1 thread" : "\(comparison.threads) threads"). Models take turns
    at being timed. The reference is <b>\(escaped(plots.subjects[0].name))</b>.</p>
    \(summary)
    <div class="pair">\(figure("Accuracy and size", plots.accuracyOverSize))
    \(figure("Latency: bar to the median, line to the 90th percentile", plots.latency))</div>
    \(classification)
    \(outputErrors)
    </main></body></html>

    """
  }

  private static let style = """
    body{margin:0;background:#f8fafc;color:#1e293b;font:15px/1.5 system-ui,"DejaVu Sans",sans-serif}
    main{max-width:1100px;margin:0 auto;padding:32px 24px 64px}
    h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:40px 0 12px}
    .muted{color:#64748b;margin:0 0 20px}
    table{border-collapse:collapse;width:100%;background:#fff;border:1px solid #e2e8f0;font-size:14px}
    th{font-weight:600;color:#64748b;text-align:right;padding:8px 10px;border-bottom:1px solid #e2e8f0;
    white-space:nowrap}
    td{text-align:right;padding:8px 10px;border-top:1px solid #f1f5f9;white-space:nowrap;
    font-variant-numeric:tabular-nums}
    th:first-child,td:first-child{text-align:left}
    .dot{display:inline-block;width:10px;height:10px;border-radius:5px;margin-right:8px}
    .delta{display:block;font-size:12px;color:#64748b}.good{color:#15803d}.bad{color:#b91c1c}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:20px;margin-top:20px}
    figure{margin:0;background:#fff;border:1px solid #e2e8f0;padding:14px 16px}
    figcaption{font-weight:600;margin-bottom:8px}
    svg{display:block;width:100%;height:auto;font-family:inherit}
    """

  private func figure(_ caption: String, _ svg: String?) -> String {
    svg.map { "<figure><figcaption>\(escaped(caption))</figcaption>\($0)</figure>" } ?? ""
  }

  private func name(_ subject: ComparisonPlots.Subject) -> String {
    "<span class=\"dot\" style=\"background:\(subject.color)\"></span>\(escaped(subject.name))"
  }

  private func table(_ header: [String], _ rows: [[String]]) -> String {
    let head = header.map { "<th>\($0)</th>" }.joined()
    let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }
    return "<table><thead><tr>\(head)</tr></thead><tbody>\(body.joined())</tbody></table>"
  }

  private var summary: String {
    let hasAccuracy = comparison.models[0].accuracy != nil
    let hasTop5 = comparison.models[0].accuracy?.top5 != nil
    let hasAgreement = comparison.models.contains { $0.agreement != nil }
    let header =
      ["model", "size"] + (hasAccuracy ? ["accuracy"] : []) + (hasTop5 ? ["top 5"] : [])
      + (hasAgreement ? ["agreement"] : []) + ["median", "90 %", "fastest", "arena", "peak memory"]
    let rows = plots.subjects.map { subject in
      let model = subject.model
      var cells = [name(subject), size(model.fileBytes) + ratio(model.delta?.sizeRatio)]
      if hasAccuracy { cells.append(accuracy(model)) }
      if hasTop5 { cells.append(percent(model.accuracy?.top5)) }
      if hasAgreement { cells.append(percent(model.agreement)) }
      return cells + [
        time(model.latency.medianMs) + speedup(model.delta?.speedup), time(model.latency.p90Ms),
        time(model.latency.minMs), size(model.arenaBytes) + ratio(model.delta?.arenaRatio),
        model.peakRssBytes.map(size) ?? "",
      ]
    }
    return table(header, rows)
  }

  private func accuracy(_ model: Comparison.Model) -> String {
    guard let accuracy = model.accuracy else { return "" }
    let delta = model.delta?.top1.map { delta in
      let kind = delta > 0 ? " good" : delta < 0 ? " bad" : ""
      return "<span class=\"delta\(kind)\">\(String(format: "%+.2f points", 100 * delta))</span>"
    }
    return
      "\(percent(accuracy.top1)) <span class=\"delta\">\(accuracy.correct) of \(accuracy.total)"
      + "</span>" + (delta ?? "")
  }

  private var classification: String {
    guard let byClass = plots.accuracyByClass else { return "" }
    let matrices = plots.subjects.map {
      figure("Confusion: \($0.name)", plots.confusion(of: $0))
    }
    let legend = plots.subjects.map(name).joined(separator: " &emsp; ")
    return "<h2>Classes</h2><p class=\"muted\">\(legend)</p>" + figure("Accuracy by class", byClass)
      + "<div class=\"pair\">\(matrices.joined())</div>"
  }

  private var outputErrors: String {
    var rows: [[String]] = []
    for subject in plots.subjects {
      for error in subject.model.errors {
        rows.append([
          name(subject), escaped(error.output), figures(error.maxAbsolute),
          figures(error.meanAbsolute), figures(error.rmse), percent(error.relativeRmse),
          error.sqnrDb.map { String(format: "%.1f dB", $0) } ?? "exact",
          error.cosine.map { String(format: "%.6f", $0) } ?? "",
        ])
      }
    }
    let header = [
      "model", "output", "largest", "mean", "RMSE", "RMSE of range", "SQNR", "cosine",
    ]
    return "<h2>Error of the outputs</h2>" + table(header, rows)
      + plots.subjects.dropFirst().map(errorPlots).joined()
  }

  /// Two plots for each output.
  private func errorPlots(_ subject: ComparisonPlots.Subject) -> String {
    var text = ""
    for (pairs, error) in zip(subject.model.pairs, subject.model.errors) {
      let output = "‘\(error.output)’"
      let values = figure(
        "\(subject.name): values of \(output)", plots.scatter(pairs, of: subject))
      let errors = figure(
        "\(subject.name): errors of \(output)", plots.histogram(pairs, of: subject))
      text += "<div class=\"pair\">\(values)\(errors)</div>"
    }
    return text
  }

  private func size(_ bytes: Int) -> String {
    bytes < 10_000
      ? "\(bytes) B"
      : bytes < 10_000_000
        ? String(format: "%.1f kB", Double(bytes) / 1e3)
        : String(format: "%.1f MB", Double(bytes) / 1e6)
  }

  private func time(_ milliseconds: Double) -> String { String(format: "%.3f ms", milliseconds) }

  private func figures(_ value: Double) -> String { String(format: "%.4g", value) }

  private func percent(_ share: Double?) -> String {
    share.map { String(format: "%.2f %%", 100 * $0) } ?? ""
  }

  private func ratio(_ ratio: Double?) -> String {
    ratio.map { "<span class=\"delta\">\(String(format: "%.0f %%", 100 * $0))</span>" } ?? ""
  }

  private func speedup(_ factor: Double?) -> String {
    guard let factor else { return "" }
    let kind = factor >= 1 ? "good" : "bad"
    return "<span class=\"delta \(kind)\">\(String(format: "%.2f× as fast", factor))</span>"
  }
}
