// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension Unpack: TensorFlowConversion {
  package static let tensorFlowNames = ["Unpack"]

  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let input = try node.input(0)
    let (axis, count) = (try node.integer("axis", default: 0), try node.integer("num"))
    guard legalizer.type(of: input) == .int64 else {
      return try legalizer.emit(
        .unpack(Unpack(axis: axis, count: count)), [input], count: node.resultCount)
    }
    // TensorFlow Lite's runtime unpacks no int64.
    let resolved = try legalizer.resolved(axis: axis, of: input)
    var results: [ValueID] = []
    for index in 0..<count {
      results.append(try legalizer.element(index, of: input, along: resolved))
    }
    return results
  }
}

extension Unpack: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    UnpackOptionsValue(num: count, axis: axis)
  }

  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: [.int8: 2, .uint8: 2, .bool: 3, .int16: 4])
  }
}
