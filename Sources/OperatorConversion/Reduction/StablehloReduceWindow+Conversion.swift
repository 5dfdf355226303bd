// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension StablehloReduceWindow: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    StablehloReduceWindowOptionsValue(
      windowDimensions: windows, windowStrides: strides, baseDilations: baseDilations,
      windowDilations: dilations, padding: paddings, bodySubgraphIndex: graph)
  }
}
