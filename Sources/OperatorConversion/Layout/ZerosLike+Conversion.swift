// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension ZerosLike: TensorFlowConversion {
  package static let tensorFlowNames = ["ZerosLike"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let type = legalizer.type(of: x)
    guard type.bitCount.map({ $0 < 32 }) ?? false, type != .bool else {
      return [try legalizer.emit(.zerosLike(ZerosLike()), x)]
    }
    let zeros = try legalizer.emit(.zerosLike(ZerosLike()), legalizer.converted(x, as: .int32))
    return [try legalizer.converted(zeros, as: type)]
  }
}

extension ZerosLike: WrittenOperator {}
