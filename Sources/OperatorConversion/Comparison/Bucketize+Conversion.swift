// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension Bucketize: DirectConversion {
  package static let tensorFlowNames = ["Bucketize"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    let boundaries = try node.floats("boundaries")
    guard !boundaries.isEmpty else { throw node.error("has no boundaries") }
    return .bucketize(Bucketize(boundaries: boundaries))
  }
}

extension Bucketize: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    BucketizeOptionsValue(boundaries: boundaries)
  }
}
