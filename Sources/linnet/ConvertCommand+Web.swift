// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Converter
import DeviceCommands
import GraphIR
import TensorFlowExport
import Terminal

/// What `linnet convert` writes.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case tflite
  /// A folder with `model.json` and weights.
  case tfjs
}

/// What a conversion to TensorFlow.js did.
private struct WebReport: Encodable {
  let output: String
  let outputBytes: Int
  let weights: Int
  let weightBytes: Int
  let files: [String]
  let warnings: [String]
}

extension ConvertCommand {
  /// Refuses what the format that is written has no use for.
  func validateOutput() throws {
    guard format == .tfjs else {
      if let mode = quantization.quantize, mode.isForWebOnly {
        throw ValidationError("--quantize \(mode.rawValue) is for --format tfjs")
      }
      return
    }
    guard webQuantization != nil else {
      throw ValidationError("--format tfjs takes --quantize none, uint8, uint16 or float16")
    }
    guard quantization.isPlain, !dumpPlan else {
      throw ValidationError(
        "--format tfjs goes with --quantize none, uint8, uint16 or float16, not with --recipe, "
          + "--representative-data, --io and --dump-plan")
    }
    guard !checking.isAsked, !allowCustomOps, unroll == nil else {
      throw ValidationError("--check, --allow-custom-ops and --unroll are for --format tflite")
    }
    guard signature.count <= 1 else {
      throw ValidationError("A model of TensorFlow.js has one signature.")
    }
  }

  /// Nil for what TensorFlow.js does not have.
  private var webQuantization: WebQuantization? {
    guard !quantization.optimizeForSize else { return nil }
    return WebQuantization(rawValue: (quantization.quantize ?? .none).rawValue)
  }

  /// Writes a folder and says what is in it.
  func writeWebModel() throws {
    do {
      var dumps = ""
      let conversion = Conversion(source, options: options) { dumps += $0 + "\n" }
      let model = try conversion.webModel(quantization: webQuantization ?? .none)
      if !dumps.isEmpty { try writeOutput(dumps) }
      try model.write(toFolder: output)
      try report(model)
    } catch {
      throw naming(input, in: error)
    }
  }

  private func report(_ model: WebModelContents) throws {
    var warnings: [Diagnostic] = []
    if !model.unknownOperators.isEmpty {
      warnings.append(
        .warning(
          "TensorFlow.js 4.22 has no operators \(model.unknownOperators.joined(separator: ", "))",
          remedy: "register them there"))
    }
    warnings = warnings.map { $0.about(input) }
    let byteCount = model.files.reduce(0) { $0 + $1.bytes.count }
    if json {
      try printJSON(
        WebReport(
          output: output, outputBytes: byteCount, weights: model.weightCount,
          weightBytes: model.weightByteCount, files: model.files.map(\.name),
          warnings: warnings.map(\.text)))
    } else {
      let files = model.files.count
      warnings.insert(
        Diagnostic(
          .note,
          "\(output): \(readableSize(byteCount)) in \(files) files, weights "
            + readableSize(model.weightByteCount)), at: 0)
    }
    guard !quiet, !json || Diagnostics.standard.format == .json else { return }
    Diagnostics.standard.write(warnings)
  }
}
