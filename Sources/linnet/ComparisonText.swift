// SPDX-License-Identifier: Apache-2.0
import DeviceCommands
import Measure
import Terminal

/// A comparison as people read it: tables with a row for each model.
struct ComparisonText {
  private let comparison: Comparison

  init(_ comparison: Comparison) {
    self.comparison = comparison
  }

  var sections: [[String]] {
    let title = "\(grouped(comparison.samples)) samples of \(comparison.data)"
    var sections = [[title], costs.lines()]
    if comparison.models.contains(where: { $0.accuracy != nil || $0.agreement != nil }) {
      sections.append(accuracy.lines())
    }
    return sections + [errors.lines()]
  }

  private var costs: TextTable {
    var table = TextTable(.left, .right, .right, .right, .right, .right, .right, .right, .right)
    table.append([
      "model", "size", "", "median ms", "p90 ms", "min ms", "speedup", "arena", "peak memory",
    ])
    for model in comparison.models {
      table.append([
        model.model, readableSize(model.fileBytes), percent(model.delta?.sizeRatio),
        decimal(model.latency.medianMs, places: 3), decimal(model.latency.p90Ms, places: 3),
        decimal(model.latency.minMs, places: 3),
        model.delta.map { decimal($0.speedup, places: 2) + "×" } ?? "",
        readableSize(model.arenaBytes), model.peakRssBytes.map(readableSize) ?? "",
      ])
    }
    return table
  }

  private var accuracy: TextTable {
    var table = TextTable(.left, .right, .right, .right, .right, .right)
    table.append(["model", "correct", "top-1", "top-5", "points", "agreement"])
    for model in comparison.models {
      table.append([
        model.model, model.accuracy.map { "\($0.correct)/\($0.total)" } ?? "",
        percent(model.accuracy?.top1, places: 2), percent(model.accuracy?.top5, places: 2),
        model.delta?.top1.map { ($0 > 0 ? "+" : "") + decimal(100 * $0, places: 2) } ?? "",
        percent(model.agreement, places: 2),
      ])
    }
    return table
  }

  private var errors: TextTable {
    var table = TextTable(.left, .left, .right, .right, .right, .right, .right, .right)
    table.append([
      "model", "output", "max error", "mean error", "rmse", "of range", "SQNR dB", "cosine",
    ])
    for model in comparison.models {
      for error in model.errors {
        table.append([
          model.model, error.output, significant(error.maxAbsolute),
          significant(error.meanAbsolute), significant(error.rmse),
          percent(error.relativeRmse, places: 3), error.sqnrDb.map { decimal($0, places: 1) } ?? "",
          error.cosine.map { decimal($0, places: 6) } ?? "",
        ])
      }
    }
    return table
  }

  private func percent(_ share: Double?, places: Int = 0) -> String {
    share.map { decimal(100 * $0, places: places) + " %" } ?? ""
  }
}
