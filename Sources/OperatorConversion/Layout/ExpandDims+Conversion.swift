// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension ExpandDims: DirectConversion {
  package static let tensorFlowNames = ["ExpandDims"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .expandDims(ExpandDims())
  }
}

extension ExpandDims: WrittenOperator {}
