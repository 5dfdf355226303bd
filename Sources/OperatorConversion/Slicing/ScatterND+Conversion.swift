// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension ScatterND: DirectConversion {
  package static let tensorFlowNames = ["ScatterNd"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .scatterND(ScatterND())
  }
}

extension ScatterND: WrittenOperator {}
