// SPDX-License-Identifier: Apache-2.0
import Foundation
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
        hash: data.sampledHash)
      let twin = seen[key]?.first { graph[$0].constant?.hasSameBytes(as: data) == true }
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

extension ConstantData {
  /// A hash of the length and of some of the bytes: enough to tell most constants apart.
  fileprivate var sampledHash: Int {
    var hasher = Hasher()
    hasher.combine(bytes.count)
    let sampleCount = 64
    let step = max(bytes.count / sampleCount, 1)
    for position in stride(from: 0, to: bytes.count, by: step) {
      hasher.combine(bytes[position])
    }
    return hasher.finalize()
  }

  fileprivate func hasSameBytes(as other: ConstantData) -> Bool {
    guard bytes.count == other.bytes.count else { return false }
    guard bytes.count > 0, let a = bytes.baseAddress, let b = other.bytes.baseAddress else {
      return true
    }
    return a == b || memcmp(a, b, bytes.count) == 0
  }
}
