// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension ReverseSequence: DirectConversion {
  package static let tensorFlowNames = ["ReverseSequence"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .reverseSequence(
      ReverseSequence(
        sequenceAxis: try node.integer("seq_dim"),
        batchAxis: try node.integer("batch_dim", default: 0)))
  }
}

extension ReverseSequence: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    ReverseSequenceOptionsValue(seqDim: sequenceAxis, batchDim: batchAxis)
  }
}
