// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import Operators
import TensorCore

extension MirrorPad: DirectConversion {
  package static let tensorFlowNames = ["MirrorPad"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    switch try node.string("mode") {
    case "REFLECT": .mirrorPad(MirrorPad(mode: .reflect))
    case "SYMMETRIC": .mirrorPad(MirrorPad(mode: .symmetric))
    case let other: throw node.error("mode \(other) is not supported")
    }
  }
}

extension MirrorPad: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    MirrorPadOptionsValue(mode: mode)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .int16: 3])
  }
}
