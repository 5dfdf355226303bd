// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Converter
import DeviceCommands
import Foundation
import GraphIR
import Measure
import Quantization
import Terminal

/// `linnet convert`: a trained model in, a `.tflite` file out.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert a trained model to a .tflite file or to a model of TensorFlow.js.",
    discussion: """
      INPUT is a TensorFlow SavedModel folder, a Keras model (.keras, or .h5 of a whole model), a \
      frozen TensorFlow graph (.pb), a graph model of TensorFlow.js (its model.json) or a .tflite \
      file; what it is, its contents say. Errors are one line on stderr, and one more for each node \
      where several cannot be converted; they leave nothing behind.
      JSON keys: output, output_bytes, weight_bytes_before, weight_bytes, float_layers (those with \
      floats), quantized_layers {form: how many}, kept_float[] {reason, layers[] {name, \
      operator}}, warnings[], custom_operators {name: how many}, with --check check: data, tolerance, \
      signatures[] {signature, samples, reason, outputs[] {output, max_absolute, spread, share, unlike, \
      reason}}, and with --dump-plan plan: rules[], graphs[] {name, layers[] {name, \
      operator, form, rule, reason, constants[]}, values[] {name, type, scale, zero_point, origin, \
      minimum, maximum, shared_with[]}}. With --format tfjs: output, output_bytes, weights, \
      weight_bytes, files[], warnings[].
      """)

  @Argument(
    help: ArgumentHelp(
      "The model: a SavedModel folder, or a .keras, .h5, .pb, .json or .tflite file.",
      valueName: "INPUT"))
  var input: String

  @Option(name: .shortAndLong, help: "The .tflite file to write; for tfjs, the folder.")
  var output: String

  @Option(help: "What is written: tflite, or tfjs, a graph model of TensorFlow.js.")
  var format = OutputFormat.tflite

  @OptionGroup var quantization: QuantizationArguments

  @OptionGroup var checking: CheckArguments

  @Flag(
    help: """
      Write operators that have no form in .tflite files as custom operators of their TensorFlow names, \
      with their attributes; what runs the file must know them.
      """)
  var allowCustomOps = false

  @Option(
    help: ArgumentHelp(
      "Write out loops that turn at most so often, turn after turn: for runtimes without WHILE. The file "
        + "grows with the turns (default: loops stay loops).", valueName: "TURNS"))
  var unroll: Int?

  @Option(help: "A signature to convert; repeat for several (default: all).")
  var signature: [String] = []

  @Option(help: "The tags of the graph in a SavedModel, separated by commas.")
  var tags = "serve"

  @Option(
    help: ArgumentHelp(
      "A tensor of a frozen graph to feed; repeat for several (default: its placeholders).",
      valueName: "NAME"))
  var inputNode: [String] = []

  @Option(
    help: ArgumentHelp(
      "A tensor of a frozen graph to give; repeat for several (default: what no node uses).",
      valueName: "NAME"))
  var outputNode: [String] = []

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

  @Flag(help: "Show what quantization decides for each layer and value; with --json in its object.")
  var dumpPlan = false

  @Flag(help: "Print what was done as one JSON object on stdout.")
  var json = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @OptionGroup var diagnosing: DiagnosticArguments

  func validate() throws {
    guard !json || dumpAfter.isEmpty else {
      throw ValidationError("--dump-after prints text, which does not go with --json")
    }
    for stage in dumpAfter where !Conversion.stageNames.contains(stage) {
      throw ValidationError(
        "There is no stage '\(stage)'; stages: \(Conversion.stageNames.joined(separator: ", ")).")
    }
    guard
      quantization.representativeData != nil || checking.checkData != nil
        || quantization.preparation.preprocess.isEmpty
    else {
      throw ValidationError("--preprocess is for --representative-data PATH and --check-data PATH")
    }
    try validateOptions(of: ModelFormat(at: input))
    try validateOutput()
  }

  /// The most turns that a loop may be written out to.
  private static let unrolledTurns = 1...10_000

  /// Refuses what a format has no use for.
  private func validateOptions(of format: ModelFormat) throws {
    if let unroll, !Self.unrolledTurns.contains(unroll) {
      throw ValidationError(
        "--unroll takes from \(Self.unrolledTurns.lowerBound) to \(Self.unrolledTurns.upperBound) turns."
      )
    }
    if format == .lite {
      guard signature.isEmpty, tags == "serve", inputShape.isEmpty else {
        throw ValidationError(
          "--signature, --tags and --input-shape are for SavedModels, not for .tflite files.")
      }
      guard unroll == nil else {
        throw ValidationError("--unroll is for models of TensorFlow, not for .tflite files.")
      }
      guard !allowCustomOps else {
        throw ValidationError(
          "--allow-custom-ops is for models of TensorFlow, not for .tflite files.")
      }
    }
    guard format == .savedModel || (signature.isEmpty && tags == "serve") else {
      throw ValidationError(
        "--signature and --tags are for SavedModels; \(input) has one signature, serving_default.")
    }
    guard format == .frozenGraph || (inputNode.isEmpty && outputNode.isEmpty) else {
      throw ValidationError("--input-node and --output-node are for frozen graphs (.pb).")
    }
  }

  var source: Conversion.Source {
    switch ModelFormat(at: input) {
    case .lite: .liteFile(path: input)
    case .keras: .keras(path: input)
    case .web: .web(path: input)
    case .frozenGraph: .frozenGraph(path: input, inputs: inputNode, outputs: outputNode)
    case .savedModel:
      .savedModel(
        folder: folder, tags: tags.split(separator: ",").map(String.init),
        signatures: signature.isEmpty ? nil : signature)
    }
  }

  /// The folder of a SavedModel, also where the graph in it is given.
  private var folder: String {
    let url = URL(fileURLWithPath: input)
    return url.lastPathComponent == "saved_model.pb" ? url.deletingLastPathComponent().path : input
  }

  var options: Conversion.Options {
    var options = Conversion.Options()
    options.dumpedStages = Set(dumpAfter)
    options.allowsCustomOperators = allowCustomOps
    options.unrolledTurns = unroll ?? 0
    for shape in inputShape { options.inputShapes[shape.name] = shape.dimensions }
    return options
  }

  func run() throws {
    if format == .tfjs { return try writeWebModel() }
    let choice = try quantization.choice()
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
      let imported = try conversion.imported()
      let program = try conversion.optimized(imported)
      if let dumpFailure { throw dumpFailure }
      let reference = checking.isAsked ? try conversion.reference(imported) : nil
      let report = try quantize(program, choice, by: conversion, reference: reference)
      if json { try printJSON(report) }
      tell(report, isQuantized: !choice.recipe.rules.isEmpty)
    } catch {
      throw naming(input, in: error)
    }
  }

  /// Says what was done on standard error: all of it, or what the object on standard output lacks the
  /// form for that was asked.
  private func tell(_ report: ConversionReport, isQuantized: Bool) {
    guard !quiet, !json || Diagnostics.standard.format == .json else { return }
    var diagnostics = report.diagnostics.map { $0.about(input) }
    if !json {
      let lines = ConversionText(report, isQuantized: isQuantized).lines
      diagnostics = lines.map { Diagnostic(.note, $0) } + diagnostics
    }
    Diagnostics.standard.write(diagnostics)
  }

  /// Plans, writes the file and says what became of the layers.
  private func quantize(
    _ program: Program, _ choice: QuantizationChoice, by conversion: Conversion, reference: Program?
  ) throws -> ConversionReport {
    var bar = ProgressBar("Calibrating", isShown: !quiet)
    defer { bar.finish() }
    let (plan, warnings) = try program.quantizationPlan(choice) { note in
      if !quiet { Diagnostics.standard.note(note) }
    } progress: {
      bar.update($0, of: $1)
    }
    bar.finish()
    let quantized = plan.quantizedProgram()
    var agreement: Agreement?
    try conversion.write(quantized, toPath: output) { bytes in
      guard let reference else { return }
      var bar = ProgressBar("Checking", isShown: !quiet)
      defer { bar.finish() }
      agreement = try checking.agreement(
        of: bytes, with: reference, quantization, isFloat: choice.recipe.rules.isEmpty
      ) { bar.update($0, of: $1) }
    }
    var report = try ConversionReport(
      plan, output: output, quantized: quantized, warnings: warnings)
    report.check = agreement
    if dumpPlan, json {
      report.plan = plan.document
    } else if dumpPlan {
      try writeOutput(plan.lines.map { oneLine($0) + "\n" }.joined())
    }
    return report
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
