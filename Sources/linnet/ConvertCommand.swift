// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Converter
import DeviceCommands
import Foundation

/// `linnet convert`: a trained model in, a `.tflite` file out.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Convert a trained model to a .tflite file.",
    discussion: """
      INPUT is a TensorFlow SavedModel folder or a .tflite file. Errors are one line on stderr and \
      leave nothing behind.
      """)

  @Argument(
    help: ArgumentHelp("The model: a SavedModel folder or a .tflite file.", valueName: "INPUT"))
  var input: String

  @Option(name: .shortAndLong, help: "The .tflite file to write.")
  var output: String

  @OptionGroup var quantization: QuantizationArguments

  @Option(help: "A signature to convert; repeat for several (default: all).")
  var signature: [String] = []

  @Option(help: "The tags of the graph in a SavedModel, separated by commas.")
  var tags = "serve"

  @Option(
    help: ArgumentHelp(
      "Fix the shape of an input, as in image=1,224,224,3; repeat for several.",
      valueName: "NAME=SHAPE"))
  var inputShape: [InputShape] = []

  @Option(
    help: ArgumentHelp(
      "Show the graph on stdout after a stage: \(Conversion.stageNames.joined(separator: ", ")).",
      valueName: "STAGE"))
  var dumpAfter: [String] = []

  func validate() throws {
    for stage in dumpAfter where !Conversion.stageNames.contains(stage) {
      throw ValidationError(
        "There is no stage '\(stage)'; stages: \(Conversion.stageNames.joined(separator: ", ")).")
    }
    if Self.isLiteFile(input) {
      guard signature.isEmpty, tags == "serve", inputShape.isEmpty else {
        throw ValidationError(
          "--signature, --tags and --input-shape are for SavedModels, not for .tflite files.")
      }
    }
  }

  func run() throws {
    var options = Conversion.Options()
    options.dumpedStages = Set(dumpAfter)
    for shape in inputShape { options.inputShapes[shape.name] = shape.dimensions }
    let source: Conversion.Source =
      Self.isLiteFile(input)
      ? .liteFile(path: input)
      : .savedModel(
        folder: input, tags: tags.split(separator: ",").map(String.init),
        signatures: signature.isEmpty ? nil : signature)
    var dumpFailure: CommandError?
    let conversion = Conversion(source, options: options) { text in
      guard dumpFailure == nil else { return }
      do throws(CommandError) {
        try writeOutput(text + "\n")
      } catch {
        dumpFailure = error
      }
    }
    do {
      let program = try conversion.program().quantized(quantization.choice)
      if let dumpFailure { throw dumpFailure }
      try conversion.write(program, toPath: output)
    } catch {
      throw naming(input, in: error)
    }
  }

  private static func isLiteFile(_ path: String) -> Bool {
    path.hasSuffix(".tflite")
  }
}

/// An input's name and the shape it is to have, as in `image=1,224,224,3`.
struct InputShape: ExpressibleByArgument {
  let name: String
  let dimensions: [Int]

  init?(argument: String) {
    guard let separator = argument.lastIndex(of: "=") else { return nil }
    let dimensions = argument[argument.index(after: separator)...].split(
      separator: ",", omittingEmptySubsequences: false
    ).map { Int($0) }
    guard dimensions.allSatisfy({ $0.map { $0 > 0 && $0 <= Int32.max } ?? false }) else {
      return nil
    }
    name = String(argument[..<separator])
    self.dimensions = dimensions.compactMap { $0 }
  }
}
