// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension SelectV2: DirectConversion {
  package static let tensorFlowNames = ["SelectV2"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .selectV2(SelectV2())
  }
}

extension SelectV2: WrittenOperator {}
