// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import GraphIR
import OperatorConversion
import TensorCore
import TensorFlowImport
import TestSupport
import Testing

/// Nothing may key on a name, on the order of nodes, or on constants being shared.
@Suite struct IndependenceTests {
  @Test(arguments: ModelFolder.fixtures) func resultsDependOnTheGraphAlone(
    _ model: ModelFolder
  ) throws {
    let original = try SavedModel.read(folder: model.savedModel)
    let inputs = try model.arrays("inputs")
    let expected = try Conversion.optimized(original).outputs(for: inputs, sampleCount: 2)
    for seed in 1...3 {
      var disturbed = original
      var generator = SeededGenerator(seed: UInt64(seed))
      for index in disturbed.graphs.indices { disturbed.graphs[index].disturb(&generator) }
      let found = try Conversion.optimized(disturbed).outputs(for: inputs, sampleCount: 2)
      #expect(found == expected, "seed \(seed)")
    }
  }
}

extension Graph {
  /// Another graph that computes the same: other names, another order, Identity nodes between, and
  /// a constant of its own for each use.
  fileprivate mutating func disturb(_ generator: inout SeededGenerator) {
    for index in nodes.indices {
      nodes[index].name = "n\(UInt32.random(in: 0...9, using: &generator))"
    }
    for index in values.indices where !inputs.contains(ValueID(index: index)) {
      self[ValueID(index: index)].name = "v\(UInt32.random(in: 0...9, using: &generator))"
    }
    let original = nodes
    var disturbed: [Node] = []
    for var node in original {
      for operand in node.inputs.indices {
        guard let value = node.inputs[operand] else { continue }
        if self[value].constant != nil {
          node.inputs[operand] = add(self[value])
        } else if Bool.random(using: &generator) {
          var copy = self[value]
          copy.name = "identity"
          let result = add(copy)
          disturbed.append(
            Node(
              name: "identity", operation: .tensorFlow("Identity", [:]), inputs: [value],
              outputs: [result]))
          node.inputs[operand] = result
        }
      }
      disturbed.append(node)
    }
    nodes = shuffled(disturbed, &generator)
  }

  /// The nodes in another order in which every value is given before it is used.
  private func shuffled(_ nodes: [Node], _ generator: inout SeededGenerator) -> [Node] {
    var given = Set(inputs)
    for index in values.indices where values[index].constant != nil {
      given.insert(ValueID(index: index))
    }
    var waiting = nodes.shuffled(using: &generator)
    var result: [Node] = []
    while !waiting.isEmpty {
      var rest: [Node] = []
      for node in waiting {
        if node.inputs.allSatisfy({ $0.map { given.contains($0) } ?? true }) {
          given.formUnion(node.outputs)
          result.append(node)
        } else {
          rest.append(node)
        }
      }
      precondition(rest.count < waiting.count)
      waiting = rest
    }
    return result
  }
}
