// SPDX-License-Identifier: Apache-2.0
import GraphIR

extension Program {
  /// Warnings of nodes that do what only training needs: the model was saved while it trained.
  ///
  /// Not for programs that assign variables, which are meant to train.
  func trainingWarnings() -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    for index in runningGraphs.sorted() {
      for node in graphs[index].nodes {
        guard case .tensorFlow(let operation, let attributes) = node.operation,
          let cause = node.trainingFault(operation, attributes)
        else { continue }
        var warning = Diagnostic.warning(
          "\(operation) '\(node.name)' \(cause)", node: node.name, operator: operation,
          remedy: "export the model for inference: training=False, or learning phase 0")
        warning.layer = layerPath(ofNode: node.name)
        warnings.append(warning)
      }
    }
    return warnings
  }
}

extension Node {
  /// What a node does that only training needs; nil for others.
  fileprivate func trainingFault(_ operation: String, _ attributes: [String: Attribute]) -> String?
  {
    if operation.hasPrefix("FusedBatchNorm"), !operation.contains("Grad") {
      if case .bool(false)? = attributes["is_training"] { return nil }
      return "normalizes by the statistics of the batch, as in training"
    }
    let drops = name.split(separator: "/").contains { $0.lowercased().hasPrefix("dropout") }
    guard drops, operation.contains("RandomUniform") else { return nil }
    return "leaves out elements by chance, as in training"
  }
}
