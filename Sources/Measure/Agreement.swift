// SPDX-License-Identifier: Apache-2.0
import Foundation

/// How far what a file computes is from what the model computes that it was made of.
///
/// Both run on the same samples, signature after signature, and keep their own state; seeds of random
/// numbers are the same.
package struct Agreement: Encodable, Sendable {
  /// Where the samples are from; `generated` if nobody gave any.
  package let data: String
  /// The share of an output's spread that is allowed; nil where differences are only told.
  package let tolerance: Double?
  package internal(set) var signatures: [Signature] = []

  package struct Signature: Encodable, Sendable {
    package let signature: String
    /// How many samples both ran on.
    package internal(set) var samples = 0
    package internal(set) var outputs: [Output] = []
    /// Why nothing was compared, or not all.
    package internal(set) var reason: String?
    /// Whether that is the file's fault.
    package internal(set) var fails = false

    private enum CodingKeys: String, CodingKey {
      case signature, samples, outputs, reason
    }
  }

  package struct Output: Encodable, Sendable {
    package let output: String
    /// The largest difference of two elements.
    package internal(set) var maxAbsolute = 0.0
    /// The reference's largest element less its smallest; its largest magnitude where they are equal.
    package internal(set) var spread = 0.0
    /// Elements that cannot be subtracted and differ: strings, NaN, infinite numbers.
    package internal(set) var unlike = 0
    /// What is wrong with it beside its numbers, or why it is not compared.
    package internal(set) var reason: String?
    /// Whether that is the file's fault.
    package internal(set) var fails = false

    /// The largest difference as part of the spread; nil where all elements are 0.
    package var share: Double? {
      maxAbsolute == 0 ? 0 : spread > 0 ? maxAbsolute / spread : nil
    }

    private enum CodingKeys: String, CodingKey {
      case output, maxAbsolute, spread, share, unlike, reason
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(output, forKey: .output)
      try container.encodeIfPresent(reason, forKey: .reason)
      guard reason == nil else { return }
      try container.encode(maxAbsolute, forKey: .maxAbsolute)
      try container.encode(spread, forKey: .spread)
      try container.encodeIfPresent(share, forKey: .share)
      try container.encode(unlike, forKey: .unlike)
    }

    fileprivate func exceeds(_ tolerance: Double) -> Bool {
      if reason != nil { return fails }
      return unlike > 0 || maxAbsolute > tolerance * spread
    }
  }

  private enum CodingKeys: String, CodingKey {
    case data, tolerance, signatures
  }

  init(data: String, tolerance: Double?) {
    self.data = data
    self.tolerance = tolerance
  }

  /// What is to be said where neither can run.
  package init(of keys: [String], notComparedBecause reason: String) {
    self.init(data: "none", tolerance: nil)
    signatures = keys.map { key in
      var signature = Signature(signature: key)
      signature.reason = "is not compared: \(reason)"
      return signature
    }
  }

  /// The faults of outputs that differ by more than is allowed, in words; none where nothing is asked.
  package var faults: [String] {
    guard let tolerance else { return [] }
    return signatures.flatMap { signature -> [String] in
      if signature.fails {
        return ["signature '\(signature.signature)' \(signature.reason ?? "fails")"]
      }
      return signature.outputs.filter { $0.exceeds(tolerance) }.map { output in
        "output '\(output.output)' of signature '\(signature.signature)' "
          + (output.reason ?? difference(of: output))
      }
    }
  }

  /// What was found, a line for each output.
  package var lines: [String] {
    signatures.flatMap { signature -> [String] in
      let place = "check of '\(signature.signature)'"
      let outputs = signature.outputs.map { output in
        "\(place): '\(output.output)' \(output.reason ?? difference(of: output))"
          + (output.reason == nil ? " (\(samples(of: signature)))" : "")
      }
      return outputs + (signature.reason.map { ["\(place): \($0)"] } ?? [])
    }
  }

  private func samples(of signature: Signature) -> String {
    let count = signature.samples
    return "\(count) \(data == "generated" ? "generated " : "")\(count == 1 ? "sample" : "samples")"
  }

  private func difference(of output: Output) -> String {
    var text =
      output.maxAbsolute == 0
      ? "is the same" : "differs by at most \(Self.rounded(output.maxAbsolute))"
    if output.maxAbsolute > 0, let share = output.share {
      text += ", \(Self.rounded(share)) of its spread"
    }
    if output.unlike > 0 { text += ", \(output.unlike) elements are others altogether" }
    return text
  }

  /// With two digits, which are enough to judge it.
  private static func rounded(_ number: Double) -> String {
    String(format: "%.2g", number)
  }
}
