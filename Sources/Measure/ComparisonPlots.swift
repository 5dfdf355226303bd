// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The plots of a comparison's report.
struct ComparisonPlots {
  /// A model as plots show it.
  struct Subject {
    let name: String
    let color: String
    let model: Comparison.Model
  }

  let subjects: [Subject]

  private static let width = 520.0
  private static let height = 300.0
  private static let left = 64.0
  private static let right = 500.0
  private static let top = 16.0
  private static let bottom = 250.0

  /// Size against accuracy, a point for each model; against agreement where there are no labels.
  var accuracyOverSize: String? {
    let points = subjects.compactMap { subject -> (Subject, Double)? in
      let share = subject.model.accuracy?.top1 ?? subject.model.agreement
      return (share ?? (subject.model.delta == nil ? 1 : nil)).map { (subject, 100 * $0) }
    }
    guard points.count == subjects.count else { return nil }
    let hasLabels = subjects[0].model.accuracy != nil
    var drawing = Drawing(width: Self.width, height: Self.height, title: "Accuracy over size")
    let sizes = points.map { Double($0.0.model.fileBytes) / 1000 }
    let x = AxisScale(
      [0] + sizes.map { $0 * 1.1 }, from: Self.left, to: Self.right, isPadded: false)
    let y = AxisScale(
      points.map(\.1) + [points[0].1 - 0.5, points[0].1 + 0.5], from: Self.bottom, to: Self.top)
    axes(&drawing, x, y, "file size, kB", hasLabels ? "accuracy, %" : "agreement, %")
    drawing.line(
      Self.left, y(points[0].1), Self.right, y(points[0].1), color: Drawing.muted, isDashed: true)
    var taken: [Double] = []
    for ((subject, share), size) in zip(points, sizes) {
      drawing.circle(
        x(size), y(share), radius: 7, color: subject.color, opacity: 0.9,
        hint: "\(subject.name): \(size) kB, \(share) %")
      let isRight = x(size) > Self.width * 0.6
      var height = y(share) - 12
      while taken.contains(where: { abs($0 - height) < 14 }) { height -= 14 }
      taken.append(height)
      drawing.text(
        subject.name, x(size) + (isRight ? 6 : -6), height, anchor: isRight ? .end : .start,
        color: subject.color, isBold: true)
    }
    return drawing.svg
  }

  /// A bar to the median for each model, a line on to the 90th percentile.
  var latency: String {
    let rowHeight = 46.0
    let height = Double(subjects.count) * rowHeight + 56
    var drawing = Drawing(width: Self.width, height: height, title: "Latency")
    let x = AxisScale(
      [0] + subjects.map { $0.model.latency.p90Ms * 1.15 }, from: 12, to: Self.right,
      isPadded: false)
    let bottom = height - 46
    for tick in x.ticks {
      drawing.line(x(tick), 8, x(tick), bottom)
      drawing.text(
        x.label(tick), x(tick), bottom + 17, anchor: .middle, color: Drawing.muted, size: 11)
    }
    drawing.text(
      "milliseconds per inference", (12 + Self.right) / 2, height - 10, anchor: .middle,
      color: Drawing.muted)
    for (row, subject) in subjects.enumerated() {
      let latency = subject.model.latency
      let y = 10 + Double(row) * rowHeight
      let speedup = subject.model.delta.map { String(format: "   %.2f× as fast", $0.speedup) } ?? ""
      drawing.text(subject.name, x(0), y + 13, color: subject.color, isBold: true)
      drawing.text(
        String(format: "median %.3f ms", latency.medianMs) + speedup, Self.right, y + 13,
        anchor: .end,
        color: Drawing.ink)
      drawing.rectangle(
        x(0), y + 20, x(latency.medianMs) - x(0), 14, color: subject.color, opacity: 0.85,
        hint: "median \(latency.medianMs) ms")
      drawing.line(
        x(latency.medianMs), y + 27, x(latency.p90Ms), y + 27, color: Drawing.ink, width: 1.5)
      drawing.line(
        x(latency.p90Ms), y + 22, x(latency.p90Ms), y + 32, color: Drawing.ink, width: 1.5)
    }
    return drawing.svg
  }

  /// A point for each kept pair: the reference's value against the candidate's.
  func scatter(_ pairs: PairSample, of subject: Subject) -> String {
    var drawing = Drawing(width: Self.width, height: Self.height, title: "Output against output")
    let values = pairs.references + pairs.candidates
    let x = AxisScale(values, from: Self.left, to: Self.right)
    let y = AxisScale(values, from: Self.bottom, to: Self.top)
    axes(&drawing, x, y, subjects[0].name, subject.name)
    drawing.line(
      x(x.lower), y(x.lower), x(x.upper), y(x.upper), color: Drawing.muted, isDashed: true)
    let step = max(1, pairs.references.count / 1500)
    for index in stride(from: 0, to: pairs.references.count, by: step) {
      drawing.circle(
        x(pairs.references[index]), y(pairs.candidates[index]), radius: 2.2, color: subject.color,
        opacity: 0.35)
    }
    return drawing.svg
  }

  /// How often which error occurs among the kept pairs, in 41 bins around 0; counts grow tenfold
  /// from line to line.
  func histogram(_ pairs: PairSample, of subject: Subject) -> String {
    let errors = zip(pairs.candidates, pairs.references).map { $0 - $1 }.filter(\.isFinite)
    let largest = max(errors.map(abs).max() ?? 0, 1e-12)
    let binCount = 41
    var counts = [Int](repeating: 0, count: binCount)
    for error in errors {
      counts[min(Int((error / largest + 1) / 2 * Double(binCount)), binCount - 1)] += 1
    }
    var drawing = Drawing(width: Self.width, height: Self.height, title: "Histogram of errors")
    let x = AxisScale([-largest, largest], from: Self.left, to: Self.right, isPadded: false)
    let decades = max(1, log10(Double(counts.max() ?? 1)).rounded(.up))
    // Half a decade below 1, so that a single element is seen.
    let y = AxisScale([-0.5, decades], from: Self.bottom, to: Self.top, isPadded: false)
    xAxis(&drawing, x, "error: \(subject.name) − \(subjects[0].name)")
    for decade in 0...Int(decades) {
      let height = y(Double(decade))
      drawing.line(Self.left, height, Self.right, height)
      drawing.text(
        "\(Int(pow(10, Double(decade))))", Self.left - 8, height + 4, anchor: .end,
        color: Drawing.muted, size: 11)
    }
    yTitle(&drawing, "elements")
    let width = (Self.right - Self.left) / Double(binCount)
    for (bin, count) in counts.enumerated() where count > 0 {
      let height = y(log10(Double(count)))
      drawing.rectangle(
        Self.left + Double(bin) * width + 0.5, height, width - 1, Self.bottom - height,
        color: subject.color, opacity: 0.85, hint: "\(count) of \(errors.count)")
    }
    return drawing.svg
  }

  /// A group of bars for each class, a bar for each model.
  var accuracyByClass: String? {
    guard let classCount = subjects[0].model.accuracy?.classCount, classCount <= 40 else {
      return nil
    }
    var drawing = Drawing(width: 1060, height: Self.height, title: "Accuracy by class")
    let right = 1044.0
    let byModel = subjects.map { subject in
      (subject.model.accuracy?.accuracyByClass ?? []).map { $0.map { 100 * $0 } }
    }
    let worst = byModel.joined().compactMap { $0 }.min() ?? 0
    let lower = max(0, (worst / 10).rounded(.down) * 10 - 10)
    let y = AxisScale([lower, 100], from: Self.bottom, to: Self.top, isPadded: false)
    yAxis(&drawing, y, "accuracy, %", right: right)
    let groupWidth = (right - Self.left) / Double(classCount)
    let barWidth = groupWidth * 0.8 / Double(subjects.count)
    for label in 0..<classCount {
      let start = Self.left + (Double(label) + 0.1) * groupWidth
      for (index, subject) in subjects.enumerated() {
        guard let share = byModel[index][label] else { continue }
        drawing.rectangle(
          start + Double(index) * barWidth, y(share), barWidth - 1, Self.bottom - y(share),
          color: subject.color, opacity: 0.85, hint: "\(subject.name), class \(label): \(share) %")
      }
      drawing.text(
        "\(label)", start + groupWidth * 0.4, Self.bottom + 17, anchor: .middle,
        color: Drawing.muted, size: 11)
    }
    drawing.text(
      "class", (Self.left + right) / 2, Self.bottom + 38, anchor: .middle, color: Drawing.muted)
    return drawing.svg
  }

  /// Rows are labels, columns what the model said; mistakes are tinted by their share of the row.
  func confusion(of subject: Subject) -> String? {
    guard let matrix = subject.model.accuracy?.confusion, matrix.count <= 20 else { return nil }
    let cell = 440 / Double(matrix.count)
    var drawing = Drawing(width: 500, height: 500, title: "Confusion of \(subject.name)")
    drawing.text("predicted", 270, 14, anchor: .middle, color: Drawing.muted)
    drawing.text("label", 14, 270, anchor: .middle, color: Drawing.muted, isVertical: true)
    for (label, row) in matrix.enumerated() {
      let total = Double(max(row.reduce(0, +), 1))
      let y = 45 + Double(label) * cell
      drawing.text("\(label)", 44, y + cell / 2 + 4, anchor: .end, color: Drawing.muted, size: 11)
      drawing.text(
        "\(label)", 50 + (Double(label) + 0.5) * cell, 36, anchor: .middle, color: Drawing.muted,
        size: 11)
      for (predicted, count) in row.enumerated() {
        let share = Double(count) / total
        let isRight = predicted == label
        drawing.rectangle(
          50 + Double(predicted) * cell, y, cell - 1, cell - 1,
          color: count == 0 ? "#f8fafc" : isRight ? subject.color : "#dc2626",
          opacity: count == 0 ? 1 : isRight ? 0.12 + 0.5 * share : min(1, 0.15 + 3 * share),
          hint: "label \(label), predicted \(predicted): \(count)")
        if count > 0 {
          drawing.text(
            "\(count)", 50 + (Double(predicted) + 0.5) * cell - 0.5, y + cell / 2 + 4,
            anchor: .middle, size: min(12, cell * 0.4))
        }
      }
    }
    return drawing.svg
  }

  private func axes(
    _ drawing: inout Drawing, _ x: AxisScale, _ y: AxisScale, _ xText: String, _ yText: String
  ) {
    xAxis(&drawing, x, xText)
    yAxis(&drawing, y, yText, right: Self.right)
  }

  private func xAxis(_ drawing: inout Drawing, _ x: AxisScale, _ title: String) {
    for tick in x.ticks {
      drawing.line(x(tick), Self.top, x(tick), Self.bottom)
      drawing.text(
        x.label(tick), x(tick), Self.bottom + 17, anchor: .middle, color: Drawing.muted, size: 11)
    }
    drawing.text(
      title, (Self.left + Self.right) / 2, Self.bottom + 40, anchor: .middle,
      color: Drawing.muted)
  }

  private func yAxis(_ drawing: inout Drawing, _ y: AxisScale, _ title: String, right: Double) {
    for tick in y.ticks {
      drawing.line(Self.left, y(tick), right, y(tick))
      drawing.text(
        y.label(tick), Self.left - 8, y(tick) + 4, anchor: .end, color: Drawing.muted, size: 11)
    }
    yTitle(&drawing, title)
  }

  private func yTitle(_ drawing: inout Drawing, _ title: String) {
    drawing.text(
      title, 14, (Self.top + Self.bottom) / 2, anchor: .middle, color: Drawing.muted,
      isVertical: true)
  }
}
