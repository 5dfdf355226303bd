// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DeviceCommands

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a .tflite model on arrays from files.",
    discussion: """
      Writes <output name>.npy for each output into the folder; / in a name becomes _. Names are \
      the signature's, without a signature the tensors'. An array's shape resizes a dynamic input.
      """)

  @Argument(help: "The .tflite file.")
  var model: String

  @Option(
    help: ArgumentHelp(
      "An input's values, once for each input; a lone input may omit NAME=.",
      valueName: "NAME=FILE.npy"))
  var input: [String] = []

  @Option(help: ArgumentHelp("The folder for the outputs.", valueName: "DIR"))
  var outputDir: String

  @Option(help: ArgumentHelp("Which signature to run; the first by default.", valueName: "NAME"))
  var signature: String?

  @Option(help: "Threads that work on one inference, 1 to 256.")
  var threads = 1

  @Flag(help: "Inputs carry a leading axis of successive calls; outputs are stacked alike.")
  var sequence = false

  @Flag(help: "Apply scale and zero point to float arrays for quantized inputs.")
  var quantizeInputs = false

  func validate() throws {
    try checkThreads(threads)
  }

  func run() throws {
    try DeviceCommands.RunCommand(
      model: model, inputs: input, outputDirectory: outputDir, signature: signature,
      threadCount: threads, isSequence: sequence, quantizesInputs: quantizeInputs
    ).execute()
  }
}

func checkThreads(_ count: Int) throws {
  guard threadRange.contains(count) else {
    throw ValidationError("--threads takes a number from 1 to \(threadRange.upperBound)")
  }
}
