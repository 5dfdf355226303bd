// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension Mfcc: DirectConversion {
  package static let tensorFlowNames = ["Mfcc"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    let operation = Mfcc(
      upperLimit: try hertz("upper_frequency_limit", of: node, default: 4000),
      lowerLimit: try hertz("lower_frequency_limit", of: node, default: 20),
      bandCount: try node.integer("filterbank_channel_count", default: 40),
      coefficientCount: try node.integer("dct_coefficient_count", default: 13))
    let options = flexMap([
      "upper_frequency_limit": .integer(operation.upperLimit),
      "lower_frequency_limit": .integer(operation.lowerLimit),
      "filterbank_channel_count": .integer(operation.bandCount),
      "dct_coefficient_count": .integer(operation.coefficientCount),
    ])
    return .custom(CustomOperator(.mfcc(operation), name: customName, options: options))
  }

  /// The lite operator takes whole numbers only.
  private static func hertz(
    _ key: String, of node: TensorFlowNode, default fallback: Float
  ) throws(ConversionError) -> Int {
    let value = try node.float(key, default: fallback)
    guard let frequency = Int32(exactly: value) else {
      throw node.error("attribute '\(key)' is \(value), must be a whole number")
    }
    return Int(frequency)
  }
}
