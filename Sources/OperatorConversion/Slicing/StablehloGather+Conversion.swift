// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension StablehloGather: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    StablehloGatherOptionsValue(
      offsetDims: offsetAxes, collapsedSliceDims: collapsedAxes, startIndexMap: indexedAxes,
      indexVectorDim: vectorAxis, sliceSizes: sliceSizes, indicesAreSorted: indicesAreSorted)
  }
}
