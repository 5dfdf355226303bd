// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators

/// A reduction, which gives what it gets where it reduces along no axis.
protocol ReductionConversion: DirectConversion {}

extension ReductionConversion {
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    if node.inputs.count == 2, legalizer.known(node.inputs[1]).sizes == [0] {
      return [node.inputs[0]]
    }
    return try legalizer.emit(operation(for: node), node.inputs, count: node.resultCount)
  }
}
