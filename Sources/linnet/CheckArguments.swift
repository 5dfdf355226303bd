// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Converter
import GraphIR
import Interpreter
import Measure

/// The options of `linnet convert` that hold what is written against the model.
struct CheckArguments: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Run what is written and the model on samples, and tell how far their outputs are apart.",
      discussion: """
        The model is computed in float, operator by operator, before anything is joined, folded or \
        quantized. Samples are those of --check-data, the first 8 of --representative-data, or 4 \
        generated ones. A file in float whose outputs differ by more than 0.0001 of their spread is \
        not written (exit status 1); of others the difference is only told. What depends on random \
        numbers is not compared.
        """))
  var check = false

  @Option(
    help: ArgumentHelp(
      "Samples for --check, in the forms that --representative-data takes.", valueName: "PATH"))
  var checkData: String?

  @Option(
    help: ArgumentHelp(
      "The part of an output's spread that --check allows, also where weights are quantized.",
      valueName: "SHARE"))
  var checkTolerance: Double?

  /// What is allowed of a float file whose user says nothing.
  private static let standardTolerance = 1e-4
  /// So many of the samples that were given for something else.
  private static let representativeLimit = 8

  func validate() throws {
    guard isAsked || (checkTolerance == nil) else {
      throw ValidationError("--check-tolerance is for --check")
    }
    if let checkTolerance, !(checkTolerance >= 0) {
      throw ValidationError("--check-tolerance takes a number from 0")
    }
  }

  /// Whether there is something to check; samples are given to be used.
  var isAsked: Bool { check || checkData != nil }

  /// - Throws: where the file's outputs are farther from the model's than is allowed.
  func agreement(
    of file: UnsafeRawBufferPointer, with reference: Program, _ quantization: QuantizationArguments,
    isFloat: Bool, progress: (Int, Int) -> Void
  ) throws -> Agreement {
    let customs = reference.customOperators.keys.sorted()
    guard customs.isEmpty else {
      return Agreement(
        of: reference.signatures.map(\.key),
        notComparedBecause: "Linnet cannot run custom operators \(customs.joined(separator: ", "))")
    }
    var samples = AgreementSamples.generated
    let preparation = try quantization.preparation.preparation()
    if let checkData {
      samples = AgreementSamples(path: checkData, preparation: preparation)
    } else if let path = quantization.representativeData {
      samples = AgreementSamples(
        path: path, preparation: preparation, limit: Self.representativeLimit)
    }
    let check = AgreementCheck(
      reference: try ExecutableModel(reference),
      candidate: ExecutableModel(try ModelFile(bytes: file)),
      samples: samples, tolerance: checkTolerance ?? (isFloat ? Self.standardTolerance : nil))
    let agreement = try check.agreement(progress: progress)
    let faults = agreement.faults
    guard faults.isEmpty else {
      throw ConversionError(
        "the file would not compute what the model does: " + faults.joined(separator: ", "),
        stage: "check",
        remedy: "give samples as they are in use by --check-data, or allow more by "
          + "--check-tolerance")
    }
    return agreement
  }
}
