// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Makes constants of equal type, shape, quantization and bytes one.
///
/// ```
/// a = ADD(x, [1.0])          a = ADD(x, [1.0])
/// b = MUL(a, [1.0]′)    ⇒    b = MUL(a, [1.0])
/// ```
package struct ConstantDeduplication: GraphPass {
  package static let requires: Set<GraphProperty> = []

  package init() {}

  private struct Key: Hashable {
    let type: ElementType
    let shape: [Int?]?
    let quantization: Quantization?
    let hash: Int
  }

  package func run(on graph: inout IndexedGraph) throws(ConversionError) -> Bool {
    var seen: [Key: [ValueID]] = [:]
    var edit = GraphEdit(of: graph)
    var hasChanged = false
    for index in 0..<graph.valueCount {
      let id = ValueID(index: index)
      guard !graph.uses(of: id).isEmpty, !graph.isOutput(id), let data = graph[id].constant
      else { continue }
      let value = graph[id]
      let key = Key(
        type: value.type, shape: value.shape, quantization: value.quantization,
        hash: data.bytes.sampledHash)
      let twin = seen[key]?.first {
        graph[$0].constant?.bytes.hasSameBytes(as: data.bytes) == true
      }
      if let twin {
        edit.redirect(id, to: twin)
        hasChanged = true
      } else {
        seen[key, default: []].append(id)
      }
    }
    if hasChanged { graph.apply(edit) }
    return hasChanged
  }
}
