// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension SegmentSum: DirectConversion {
  package static let tensorFlowNames = ["SegmentSum"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .segmentSum(SegmentSum())
  }
}

extension SegmentSum: WrittenOperator {}
