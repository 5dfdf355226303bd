// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension ZerosLike: DirectConversion {
  package static let tensorFlowNames = ["ZerosLike"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    .zerosLike(ZerosLike())
  }
}

extension ZerosLike: WrittenOperator {}
