// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Interpreter
import LiteFormat
import TensorCore

/// What `bench` measured.
///
/// | JSON key         | meaning                                                              |
/// |------------------|----------------------------------------------------------------------|
/// | `model`          | the file as given                                                    |
/// | `threads`        | threads that worked on an inference                                  |
/// | `runs`           | inferences that were timed                                           |
/// | `median_ms`      | half of them took at most this; of an even number the middle's mean  |
/// | `p90_ms`         | nine of ten took at most this (nearest rank)                         |
/// | `min_ms`         | the fastest                                                          |
/// | `load_ms`        | mapping, verifying, preparing                                        |
/// | `first_ms`       | the very first inference, warm-ups included                          |
/// | `arena_bytes`    | the block that holds all tensors that change                         |
/// | `peak_rss_bytes` | the most memory that the process held                                |
/// | `kernels`        | an object per operator that runs, in order: `index`, `operator`, `name` (of its first result), `kernel`; with `--profile` also `ms` (a run's mean) and `share` (of the sum, 0 to 1) |
package struct BenchReport {
  /// An operator that runs at each inference.
  package struct Row {
    package let index: Int
    package let operatorName: String
    /// The name of its first result.
    package let name: String
    package let kernel: String
    /// Mean over the runs; nil without `--profile`.
    package let milliseconds: Double?
    /// Of the sum over all operators.
    package let share: Double?
  }

  package let model: String
  package let threadCount: Int
  package let runCount: Int
  package let medianMilliseconds: Double
  package let p90Milliseconds: Double
  package let minimumMilliseconds: Double
  package let loadMilliseconds: Double
  package let firstMilliseconds: Double
  package let arenaByteCount: Int
  package let peakResidentByteCount: Int
  package let rows: [Row]

  init(
    model: String, threadCount: Int, samples: [UInt64], loadNanoseconds: UInt64,
    firstNanoseconds: UInt64, interpreter: Interpreter, profiles: Bool
  ) {
    let sorted = sortedIndices(samples.count) { samples[$0] < samples[$1] }.map { samples[$0] }
    let count = sorted.count
    self.model = model
    self.threadCount = threadCount
    runCount = count
    medianMilliseconds = milliseconds(sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    p90Milliseconds = milliseconds(sorted[(count * 9 + 9) / 10 - 1])
    minimumMilliseconds = milliseconds(sorted[0])
    loadMilliseconds = milliseconds(loadNanoseconds)
    firstMilliseconds = milliseconds(firstNanoseconds)
    arenaByteCount = interpreter.arenaByteCount
    peakResidentByteCount = linnet_peak_resident_bytes()
    rows = Self.rows(interpreter, runCount: count, profiles: profiles)
  }

  private static func rows(
    _ interpreter: Interpreter, runCount: Int, profiles: Bool
  ) -> [Row] {
    let total = max(interpreter.nanoseconds.reduce(0, +), 1)
    var rows: [Row] = []
    for (index, kernel) in interpreter.kernels.enumerated() {
      guard let kernel else { continue }
      let entry = interpreter.graph.nodes[index]
      let spent = profiles ? interpreter.nanoseconds[index] : 0
      rows.append(
        Row(
          index: index, operatorName: entry.name,
          name: entry.outputs.first.map { interpreter.graph.tensors[$0].name } ?? "",
          kernel: kernel, milliseconds: profiles ? milliseconds(spent) / Double(runCount) : nil,
          share: profiles ? Double(spent) / Double(total) : nil))
    }
    return rows
  }

  /// One JSON object on one line; see the table of keys.
  package var json: String {
    var text = "{\"model\": \(jsonString(model)), \"threads\": \(threadCount)"
    text += ", \"runs\": \(runCount), \"median_ms\": \(fixed(medianMilliseconds, places: 6))"
    text += ", \"p90_ms\": \(fixed(p90Milliseconds, places: 6))"
    text += ", \"min_ms\": \(fixed(minimumMilliseconds, places: 6))"
    text += ", \"load_ms\": \(fixed(loadMilliseconds, places: 6))"
    text += ", \"first_ms\": \(fixed(firstMilliseconds, places: 6))"
    text += ", \"arena_bytes\": \(arenaByteCount), \"peak_rss_bytes\": \(peakResidentByteCount)"
    text += ", \"kernels\": ["
    for (position, row) in rows.enumerated() {
      text += position == 0 ? "" : ", "
      text += "{\"index\": \(row.index), \"operator\": \(jsonString(row.operatorName))"
      text += ", \"name\": \(jsonString(row.name)), \"kernel\": \(jsonString(row.kernel))"
      if let milliseconds = row.milliseconds, let share = row.share {
        text += ", \"ms\": \(fixed(milliseconds, places: 6))"
        text += ", \"share\": \(fixed(share, places: 6))"
      }
      text += "}"
    }
    return text + "]}\n"
  }

  /// The same for people.
  package var text: String {
    var text = "\(model)  threads \(threadCount)  runs \(runCount)\n"
    text += "median \(fixed(medianMilliseconds, places: 3)) ms"
    text += "  p90 \(fixed(p90Milliseconds, places: 3)) ms"
    text += "  min \(fixed(minimumMilliseconds, places: 3)) ms\n"
    text += "load \(fixed(loadMilliseconds, places: 3)) ms"
    text += "  first \(fixed(firstMilliseconds, places: 3)) ms"
    text += "  arena \(arenaByteCount) bytes  peak memory \(peakResidentByteCount) bytes\n"
    guard rows.contains(where: { $0.milliseconds != nil }) else { return text }
    var table = TextTable(.left, .left, .right, .right, .left)
    table.append(["operator", "kernel", "ms", "share", "result"])
    for row in rows {
      table.append([
        "\(row.index) \(row.operatorName)", row.kernel, fixed(row.milliseconds ?? 0, places: 4),
        fixed(100 * (row.share ?? 0), places: 1) + " %", row.name,
      ])
    }
    return text + "\n" + table.text
  }
}

private func milliseconds(_ nanoseconds: UInt64) -> Double {
  Double(nanoseconds) / 1_000_000
}
