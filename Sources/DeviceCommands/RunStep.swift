// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// A signature that `run` calls, once or for each of successive inputs.
package struct RunStep {
  /// Nil for the first of the model.
  package var signature: String?
  /// `NAME=FILE.npy`, or `FILE.npy` for the only input.
  package var inputs: [String]
  /// `NAME=TEXT`, or `TEXT` for the only input: of inputs that are one string.
  package var texts: [String]
  /// Nil for outputs that are not written.
  package var outputDirectory: String?
  /// Inputs carry a leading axis of successive calls; outputs are stacked alike.
  package var isSequence: Bool

  package init(
    signature: String?, inputs: [String], texts: [String] = [], outputDirectory: String?,
    isSequence: Bool = false
  ) {
    (self.signature, self.inputs, self.texts) = (signature, inputs, texts)
    (self.outputDirectory, self.isSequence) = (outputDirectory, isSequence)
  }

  static let valuedOptions = ["--input", "--text", "--output-dir"]
  static let flags = ["--sequence"]
  static let separator = "--then"

  /// The options that every step has.
  init(signature: String?, _ parsed: ParsedArguments) throws(CommandError) {
    self.init(
      signature: signature, inputs: parsed.all("--input"), texts: parsed.all("--text"),
      outputDirectory: try parsed.value("--output-dir"), isSequence: parsed.has("--sequence"))
  }

  /// The steps after the first: the name of a signature and its options, for each `--then`.
  ///
  /// - Parameter arguments: what is behind the first `--then`.
  package static func later(parsing arguments: [String]) throws(CommandError) -> [RunStep] {
    var steps: [RunStep] = []
    var rest = arguments[...]
    while true {
      let end = rest.firstIndex { $0.isSame(as: separator) } ?? rest.endIndex
      let parsed = try ParsedArguments(
        Array(rest[..<end]), valued: valuedOptions, flags: flags)
      let signature = try parsed.single("the signature behind --then")
      steps.append(try RunStep(signature: signature, parsed))
      guard end < rest.endIndex else { return steps }
      rest = rest[(end + 1)...]
    }
  }
}
