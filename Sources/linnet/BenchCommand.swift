// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DeviceCommands

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures the time and memory that a .tflite model takes.",
    discussion: """
      Exactly so many runs after exactly so many warm-ups, never by the clock. Inputs are seeded \
      random data.
      JSON keys: model, threads, runs, median_ms, p90_ms, min_ms, load_ms (open, verify, prepare), \
      first_ms (the first inference), arena_bytes, peak_rss_bytes, kernels (variant of each \
      operator, with its time if --profile).
      """)

  @Argument(help: "The .tflite file.")
  var model: String

  @Option(help: "Threads that work on one inference, 1 to 256.")
  var threads = 1

  @Option(help: "Inferences that are timed.")
  var runs = 50

  @Option(help: "Inferences before them.")
  var warmup = 3

  @Option(
    help: ArgumentHelp(
      "The shape of an input that the file leaves open, as in image=1,224,224,3; repeat for several.",
      valueName: "NAME=SHAPE"))
  var inputShape: [String] = []

  @Flag(help: "The time of each operator, and the kernel it runs on.")
  var profile = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var diagnosing: DiagnosticArguments

  func validate() throws {
    try checkThreads(threads)
    guard runs >= 1 else { throw ValidationError("--runs takes a number from 1") }
    guard warmup >= 0 else { throw ValidationError("--warmup takes a number from 0") }
  }

  func run() throws {
    var command = DeviceCommands.BenchCommand(
      model: model, threadCount: threads, runCount: runs, warmUpCount: warmup,
      inputShapes: inputShape, profiles: profile, writesJSON: json)
    command.note = { Diagnostics.standard.remark($0) }
    try command.execute()
  }
}
