// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension StablehloScatter: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    StablehloScatterOptionsValue(
      indicesAreSorted: indicesAreSorted, updateWindowDims: windowAxes,
      insertedWindowDims: insertedAxes, scatterDimsToOperandDims: indexedAxes,
      indexVectorDim: vectorAxis, uniqueIndices: indicesAreUnique,
      updateComputationSubgraphIndex: graph)
  }
}
