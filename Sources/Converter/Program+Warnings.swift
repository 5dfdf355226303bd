// SPDX-License-Identifier: Apache-2.0
import GraphIR

extension Program {
  /// What users should know of a program that is written: inputs without effect, operators that are
  /// not in the format.
  var contentWarnings: [Diagnostic] {
    signatures.flatMap(unusedInputs) + customOperatorWarnings
  }

  /// The inputs of a signature that nothing depends on.
  private func unusedInputs(of signature: Signature) -> [Diagnostic] {
    let graph = graphs[signature.graph]
    var used = Set(graph.outputs)
    for node in graph.nodes { used.formUnion(node.inputs.compactMap { $0 }) }
    return signature.inputs.filter { !used.contains($0.value) }.map { input in
      .warning(
        "input '\(input.name)' of signature '\(signature.key)' has no effect: nothing that is "
          + "computed depends on it",
        node: input.name)
    }
  }

  /// How many nodes a file has as custom operators of TensorFlow's names.
  package var customOperators: [String: Int] {
    var counts: [String: Int] = [:]
    for case .tensorFlow(let name, _) in graphs.flatMap(\.nodes).map(\.operation) {
      counts[name, default: 0] += 1
    }
    return counts
  }

  private var customOperatorWarnings: [Diagnostic] {
    customOperators.sorted { $0.key < $1.key }.map { name, count in
      .warning(
        "custom operator \(name) is in the file \(count == 1 ? "once" : "\(count) times")",
        operator: name, remedy: "what runs the file must know it")
    }
  }
}
