// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DeviceCommands
import Foundation
import LiteWriter
import Measure
import Terminal

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Says what smaller models cost and gain against a float model.",
    discussion: """
      Runs all models on the same samples, then times them in turns: accuracy, output error, \
      latency, size, memory. \
      Arrays of the data go to the inputs by name; float arrays are quantized for quantized \
      inputs. Classes are the scores of the first output; the first of equal scores wins.
      JSON keys: data, samples, threads, models[]: model, file_bytes, arena_bytes, \
      peak_rss_bytes (of a process of its own), latency {median_ms, p90_ms, min_ms, runs}, \
      accuracy {correct, total, top1, top5 if over 10 classes, confusion[label][predicted] up to \
      50 classes}, agreement (share of samples with the reference's class), errors[] {output, \
      max_absolute, mean_absolute, rmse, relative_rmse (rmse over the reference's range), \
      sqnr_db, cosine}, delta {size_ratio, arena_ratio, speedup, top1}. The reference comes \
      first, without agreement, errors and delta. What is unknown is left out.
      """)

  @Argument(help: "The reference, usually the float .tflite file.")
  var float: String

  @Argument(help: "The .tflite files to compare with it.")
  var candidates: [String]

  @Option(
    help: ArgumentHelp(
      "Samples along axis 0, .npz or .npy, or images, sounds, a table, or a folder of one of these.",
      valueName: "FILE.npz"))
  var data: String

  @OptionGroup var preparation: PreparationArguments

  @Option(help: ArgumentHelp("The array of the labels: one integer a sample.", valueName: "KEY"))
  var labels: String?

  @Option(help: "Run the first N samples only.")
  var samples: Int?

  @Option(help: "Threads that work on one inference, 1 to 256.")
  var threads = 1

  @Option(help: ArgumentHelp("Write a page with tables and plots.", valueName: "FILE.html"))
  var report: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var diagnosing: DiagnosticArguments

  func validate() throws {
    try checkThreads(threads)
    if let samples, samples < 1 { throw ValidationError("--samples takes a number from 1") }
  }

  func run() throws {
    var request = ComparisonRequest(
      reference: float, candidates: candidates, data: data, labels: labels, sampleLimit: samples)
    request.threadCount = threads
    request.preparation = try preparation.preparation()
    var bar = ProgressBar("Comparing")
    defer { bar.finish() }
    var comparison = try Comparison(measuring: request) { note in
      Diagnostics.standard.note(note)
    } progress: {
      bar.update($0, of: $1)
    }
    for index in comparison.models.indices {
      comparison.models[index].peakRssBytes = try peakMemory(of: comparison.models[index].model)
    }
    bar.finish()
    if let report {
      try AtomicFile.write(Data(ComparisonReport(comparison).html.utf8), toPath: report)
    }
    if json { return try printJSON(comparison) }
    let lines = ComparisonText(comparison).sections.map { $0.map(oneLine).joined(separator: "\n") }
    try writeOutput(lines.joined(separator: "\n\n") + "\n")
  }

  /// The peak memory of a process of its own that runs the model once, since a process knows only
  /// the peak of all that it ever did.
  private func peakMemory(of model: String) throws -> Int? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "bench", "--json", "--runs", "1", "--warmup", "0", "--threads", "\(threads)", "--", model,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    struct Report: Decodable {
      let peakRssBytes: Int
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try? decoder.decode(Report.self, from: text).peakRssBytes
  }
}
