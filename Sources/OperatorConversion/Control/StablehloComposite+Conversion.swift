// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension StablehloComposite: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    StableHLOCompositeOptionsValue(
      name: name, decompositionSubgraphIndex: graph, compositeAttributes: attributes,
      version: version)
  }
}
