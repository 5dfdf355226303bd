// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DeviceCommands
import Foundation
import Measure

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a .tflite model on arrays from files.",
    discussion: """
      Writes <output name>.npy for each output into the folder; / in a name becomes _. Names are \
      the signature's, without a signature the tensors'. An array's shape resizes a dynamic input.

      --then runs another signature of the same instance, which shares its variables: what stands \
      behind it, up to the next --then, are the signature's name and its --input, --text, \
      --sequence and --output-dir; without the last its outputs are not written. So a model that \
      trains on the device is trained, saved and asked: run MODEL --signature train --sequence \
      --input x=x.npy --input y=y.npy --output-dir losses --state-folder state --then save --text \
      checkpoint_path=weights --then infer --input x=new.npy --output-dir answers.

      --trace writes what every operator reads and gives, as \
      <step>_<operator>_<in, out or state and number>_<tensor>.npy, and trace.csv with a line for \
      each: call,step,within,turn,subgraph,operator,name,operand,tensor,tensor_name,type,shape,\
      scale,zero_point,min,max,mean,real_min,real_max,real_mean,nan,infinite,file. min, max and \
      mean are those of finite elements as stored, real_… those of what quantized ones stand for. \
      within is the step that called the subgraph, turn that of a loop. Operators run one by one, \
      so it takes longer; results stay the same.
      """)

  @Argument(help: "The .tflite file.")
  var model: String

  @Option(
    help: ArgumentHelp(
      "An input's values, once for each input; a lone input may omit NAME=.",
      valueName: "NAME=FILE.npy"))
  var input: [String] = []

  @Option(
    help: ArgumentHelp(
      "The value of an input that is one string; a lone input may omit NAME=.",
      valueName: "NAME=TEXT"))
  var text: [String] = []

  @Option(help: ArgumentHelp("The folder for the outputs.", valueName: "DIR"))
  var outputDir: String

  @Option(help: ArgumentHelp("Which signature to run; the first by default.", valueName: "NAME"))
  var signature: String?

  @Option(help: "Threads that work on one inference, 1 to 256.")
  var threads = 1

  @Flag(help: "Inputs carry a leading axis of successive calls; outputs are stacked alike.")
  var sequence = false

  @Option(
    help: ArgumentHelp(
      "Let the model save its state there, and restore it from there.", valueName: "DIR"))
  var stateFolder: String?

  @Option(
    help: ArgumentHelp(
      "Write the operands of every operator and a table of their ranges there.", valueName: "DIR"))
  var trace: String?

  @Flag(help: "Apply scale and zero point to float arrays for quantized inputs.")
  var quantizeInputs = false

  @OptionGroup var diagnosing: DiagnosticArguments

  @Option(
    parsing: .remaining,
    help: ArgumentHelp(
      "Then run this signature in the same state, with the options behind it.",
      valueName: "SIGNATURE …"))
  var then: [String] = []

  func validate() throws {
    try checkThreads(threads)
    if let trace, samePlace(trace, outputDir) {
      throw ValidationError("--trace and --output-dir must be different folders")
    }
  }

  func run() throws {
    let first = RunStep(
      signature: signature, inputs: input, texts: text, outputDirectory: outputDir,
      isSequence: sequence)
    var command = DeviceCommands.RunCommand(
      model: model, steps: [first] + (then.isEmpty ? [] : try RunStep.later(parsing: then)),
      threadCount: threads, quantizesInputs: quantizeInputs, stateFolder: stateFolder)
    command.note = { Diagnostics.standard.remark($0) }
    guard let trace else { return try command.execute() }
    let outcome = try ModelTrace.record(in: trace) { (observer) throws(CommandError) in
      command.observer = observer
      try command.execute()
    }
    let found = outcome.firstSuspect.map { "NaN or infinite first at \($0)" }
    Diagnostics.standard.note(
      "\(outcome.table): \(outcome.stepCount) operators ran; "
        + (found ?? "all numbers are finite"))
  }
}

private func samePlace(_ a: String, _ b: String) -> Bool {
  URL(filePath: a).resolvingSymlinksInPath().standardizedFileURL.path
    == URL(filePath: b).resolvingSymlinksInPath().standardizedFileURL.path
}

func checkThreads(_ count: Int) throws {
  guard threadRange.contains(count) else {
    throw ValidationError("--threads takes a number from 1 to \(threadRange.upperBound)")
  }
}
