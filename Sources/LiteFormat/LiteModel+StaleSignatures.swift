// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension LiteModel {
  /// A signature that says nothing of the subgraph it is for: tools that put other inputs and
  /// outputs around a model forget it.
  package struct StaleSignature: Hashable, Sendable {
    package let key: String
    /// Which name is at fault, as in `input 'x' is tensor 0, no input of the subgraph`.
    package let reason: String
  }

  /// Moves signatures that name a tensor that is no input, or no output, of their subgraph from
  /// ``signatures`` to ``staleSignatures``: other runtimes go by the subgraph's own then.
  mutating func dropStaleSignatures() {
    var kept: [Signature] = []
    for signature in signatures {
      if let reason = staleness(of: signature) {
        staleSignatures.append(StaleSignature(key: signature.key, reason: reason))
      } else {
        kept.append(signature)
      }
    }
    signatures = kept
  }

  private func staleness(of signature: Signature) -> String? {
    guard signature.subgraph < subgraphs.count else { return nil }
    let subgraph = subgraphs[signature.subgraph]
    return stranger(signature.inputs, to: subgraph.inputs, "input")
      ?? stranger(signature.outputs, to: subgraph.outputs, "output")
  }

  /// The first name for a tensor that is not among `tensors`.
  func stranger(
    _ named: [NamedTensor], to tensors: [Int], _ kind: StaticString
  ) -> String? {
    let allowed = sortedIndices(tensors.count) { tensors[$0] < tensors[$1] }.map { tensors[$0] }
    for entry in named where !allowed.contains(sorted: entry.tensor) {
      return ErrorText(
        "\(kind) '\(entry.name)' is tensor \(entry.tensor), no \(kind) of the subgraph"
      ).text
    }
    return nil
  }
}
