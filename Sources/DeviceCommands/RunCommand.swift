// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CPlatform
import Interpreter
import TensorCore

/// `run`: one inference on arrays from files, or a sequence of them.
package struct RunCommand {
  package var model: String
  /// `NAME=FILE.npy`, or `FILE.npy` for the only input.
  package var inputs: [String]
  package var outputDirectory: String
  package var signature: String?
  package var threadCount: Int
  /// Inputs carry a leading axis of successive calls; outputs are stacked alike.
  package var isSequence: Bool
  /// Float arrays for quantized inputs are quantized.
  package var quantizesInputs: Bool
  /// Shown every operator before and behind it, each of which then runs by itself.
  package var observer: ModelInstance.Observer?

  package init(
    model: String, inputs: [String], outputDirectory: String, signature: String? = nil,
    threadCount: Int = 1, isSequence: Bool = false, quantizesInputs: Bool = false
  ) {
    self.model = model
    self.inputs = inputs
    self.outputDirectory = outputDirectory
    self.signature = signature
    self.threadCount = threadCount
    self.isSequence = isSequence
    self.quantizesInputs = quantizesInputs
  }

  static let usage = """
    linnet-run run MODEL.tflite --input NAME=FILE.npy … --output-dir DIR
        --input NAME=FILE.npy  an input's values; a lone input may omit NAME=
        --output-dir DIR       where <output name>.npy is written
        --signature NAME       which signature to run (the first)
        --threads N            threads that work on an inference (1)
        --sequence             inputs carry a leading axis of successive calls to one interpreter
        --quantize-inputs      apply scale and zero point to float arrays for quantized inputs

    """

  init(parsing arguments: [String]) throws(CommandError) {
    let parsed = try ParsedArguments(
      arguments, valued: ["--input", "--output-dir", "--signature", "--threads"],
      flags: ["--sequence", "--quantize-inputs"])
    guard let directory = try parsed.value("--output-dir") else {
      throw CommandError.usage("--output-dir is missing")
    }
    self.init(
      model: try parsed.single("MODEL.tflite"), inputs: parsed.all("--input"),
      outputDirectory: directory, signature: try parsed.value("--signature"),
      threadCount: try parsed.integer("--threads", default: 1, in: threadRange),
      isSequence: parsed.has("--sequence"), quantizesInputs: parsed.has("--quantize-inputs"))
  }

  /// Reads model and inputs, runs, writes the outputs.
  package func execute() throws(CommandError) {
    try execute(on: try openModel(model))
  }

  /// The same for a model that is open already.
  package func execute(on file: ModelFile) throws(CommandError) {
    try refuseUnsupportedInstructionSet()
    let interpreter: Interpreter
    var options = Interpreter.Options(threadCount: threadCount)
    options.separatesOperators = observer != nil
    do {
      interpreter = try Interpreter(file, signature: signature, options: options)
    } catch {
      throw CommandError.failure("\(model): \(error.message)")
    }
    let paths = try outputPaths(interpreter)
    let feed = try InputFeed(inputs, for: interpreter, of: self)
    interpreter.instance.observer = observer
    var results = OutputStack(interpreter, isSequence: isSequence)
    for call in 0..<feed.callCount {
      feed.fill(interpreter, call: call)
      do {
        try interpreter.invoke()
        try results.append(from: interpreter)
      } catch {
        throw CommandError.failure("\(model): \(error.message)")
      }
    }
    try write(try results.arrays(), to: paths)
  }

  /// Where each output goes; `/` in a name becomes `_`, and what file names cannot hold is cut.
  private func outputPaths(_ interpreter: Interpreter) throws(CommandError) -> [String] {
    var names: [String] = []
    for output in interpreter.outputs {
      let bytes = output.name.utf8.prefix(Self.longestName).map {
        $0 == UInt8(ascii: "/") || $0 == 0 ? UInt8(ascii: "_") : $0
      }
      let name = String(decoding: bytes, as: UTF8.self)
      if names.contains(where: { $0.isSame(as: name) }) {
        throw CommandError.failure(
          "\(model): two outputs would be written to '\(name).npy'; run another signature")
      }
      names.append(name)
    }
    return names.map { outputDirectory + "/" + $0 + ".npy" }
  }

  /// Bytes of a file's name, some left for what it is called while it is written.
  private static let longestName = 200

  private func write(_ arrays: [NumPyArray], to paths: [String]) throws(CommandError) {
    let error = linnet_make_directories(outputDirectory)
    guard error == 0 else {
      throw CommandError.failure(
        "\(outputDirectory): cannot make the folder: \(String(cString: linnet_error_text(error)))")
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
