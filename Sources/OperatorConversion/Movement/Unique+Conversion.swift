// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Unique: DirectConversion {
  package static let tensorFlowNames = ["Unique"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .unique(Unique(indexType: try node.type("out_idx", default: .int32)))
  }
}

extension Unique: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    UniqueOptionsValue(idxOutType: indexType)
  }
}
