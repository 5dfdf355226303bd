// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CPlatform
import Interpreter
import TensorCore

/// `run`: one inference on arrays from files, or a sequence of them; then further signatures of the same
/// instance, which share its state.
package struct RunCommand {
  package var model: String
  package var steps: [RunStep]
  package var threadCount: Int
  /// Float arrays for quantized inputs are quantized.
  package var quantizesInputs: Bool
  /// Where the model may write files and read them; nil for nowhere.
  package var stateFolder: String?
  /// Shown every operator before and behind it, each of which then runs by itself.
  package var observer: ModelInstance.Observer?
  /// Receives what users should know, a line each.
  package var note: (String) -> Void = writeNote

  package init(
    model: String, steps: [RunStep], threadCount: Int = 1, quantizesInputs: Bool = false,
    stateFolder: String? = nil
  ) {
    self.model = model
    self.steps = steps
    self.threadCount = threadCount
    self.quantizesInputs = quantizesInputs
    self.stateFolder = stateFolder
  }

  /// One step alone.
  package init(
    model: String, inputs: [String], outputDirectory: String, signature: String? = nil,
    threadCount: Int = 1, isSequence: Bool = false, quantizesInputs: Bool = false
  ) {
    let step = RunStep(
      signature: signature, inputs: inputs, outputDirectory: outputDirectory,
      isSequence: isSequence)
    self.init(
      model: model, steps: [step], threadCount: threadCount, quantizesInputs: quantizesInputs)
  }

  static let usage = """
    linnet-run run MODEL.tflite --input NAME=FILE.npy … --output-dir DIR [--then SIGNATURE …] …
        --input NAME=FILE.npy  an input's values; a lone input may omit NAME=
        --text NAME=TEXT       the value of an input that is one string
        --output-dir DIR       where <output name>.npy is written
        --signature NAME       which signature to run (the first)
        --threads N            threads that work on an inference (1)
        --sequence             inputs carry a leading axis of successive calls to one interpreter
        --quantize-inputs      apply scale and zero point to float arrays for quantized inputs
        --state-folder DIR     where the model may save its state and restore it from
        --then SIGNATURE …     what to run next in the same state, with --input, --text, --sequence
                               and --output-dir of its own; without the last, outputs are not written

    """

  init(parsing arguments: [String]) throws(CommandError) {
    let end = arguments.firstIndex { $0.isSame(as: RunStep.separator) } ?? arguments.endIndex
    let parsed = try ParsedArguments(
      Array(arguments[..<end]),
      valued: RunStep.valuedOptions + ["--signature", "--threads", "--state-folder"],
      flags: RunStep.flags + ["--quantize-inputs"])
    let first = try RunStep(signature: try parsed.value("--signature"), parsed)
    guard first.outputDirectory != nil else {
      throw CommandError.usage("--output-dir is missing")
    }
    var steps = [first]
    if end < arguments.endIndex {
      for step in try RunStep.later(parsing: Array(arguments[(end + 1)...])) { steps.append(step) }
    }
    self.init(
      model: try parsed.single("MODEL.tflite"), steps: steps,
      threadCount: try parsed.integer("--threads", default: 1, in: threadRange),
      quantizesInputs: parsed.has("--quantize-inputs"),
      stateFolder: try parsed.value("--state-folder"))
  }

  /// Reads model and inputs, runs, writes the outputs.
  package func execute() throws(CommandError) {
    try execute(on: try openModel(model))
  }

  /// The same for a model that is open already.
  package func execute(on file: ModelFile) throws(CommandError) {
    try refuseUnsupportedInstructionSet()
    for (index, step) in steps.enumerated() {
      guard let directory = step.outputDirectory else { continue }
      for other in steps[..<index] where other.outputDirectory?.isSame(as: directory) ?? false {
        throw CommandError.usage("--output-dir '\(directory)' is given for two signatures")
      }
    }
    var options = Interpreter.Options(threadCount: threadCount)
    options.separatesOperators = observer != nil
    options.stateFolder = stateFolder
    let instance = ModelInstance(file, options: options)
    for step in steps { try run(step, of: instance) }
  }

  private func run(_ step: RunStep, of instance: ModelInstance) throws(CommandError) {
    let interpreter: Interpreter
    do {
      interpreter = try Interpreter(instance, signature: step.signature)
    } catch {
      throw CommandError.failure("\(model): \(error.message)")
    }
    let paths = try step.outputDirectory.map { (directory) throws(CommandError) in
      try outputPaths(interpreter, in: directory)
    }
    let feed = try InputFeed(step, for: interpreter, of: self)
    instance.observer = observer
    defer { instance.observer = nil }
    var results = OutputStack(interpreter, isSequence: step.isSequence)
    for call in 0..<feed.callCount {
      feed.fill(interpreter, call: call)
      do {
        try interpreter.invoke()
        if paths != nil { try results.append(from: interpreter) }
      } catch {
        throw CommandError.failure("\(model): \(error.message)")
      }
    }
    guard let paths, let directory = step.outputDirectory else { return }
    try write(try results.arrays(), to: paths, in: directory)
  }

  /// Where each output goes; `/` in a name becomes `_`, and what file names cannot hold is cut.
  private func outputPaths(
    _ interpreter: Interpreter, in directory: String
  ) throws(CommandError) -> [String] {
    var names: [String] = []
    for output in interpreter.outputs {
      var bytes: [UInt8] = []
      for byte in output.name.utf8 where bytes.count < Self.longestName {
        bytes.append(byte == UInt8(ascii: "/") || byte == 0 ? UInt8(ascii: "_") : byte)
      }
      let name = String(decoding: bytes, as: UTF8.self)
      if names.contains(where: { $0.isSame(as: name) }) {
        throw CommandError.failure(
          "\(model): two outputs would be written to '\(name).npy'; run another signature")
      }
      names.append(name)
    }
    return names.map { directory + "/" + $0 + ".npy" }
  }

  /// Bytes of a file's name, some left for what it is called while it is written.
  private static let longestName = 200

  private func write(
    _ arrays: [NumPyArray], to paths: [String], in directory: String
  ) throws(CommandError) {
    let error = linnet_make_directories(directory)
    guard error == 0 else {
      throw CommandError.failure(
        "\(directory): cannot make the folder: \(String(cString: linnet_error_text(error)))")
    }
    for (path, array) in zip(paths, arrays) {
      do {
        try array.write(to: path)
      } catch {
        throw CommandError.failure("\(error.message)")
      }
    }
  }
}
