// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

extension AudioSpectrogram: DirectConversion {
  package static let tensorFlowNames = ["AudioSpectrogram"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    let (window, stride) = (try node.integer("window_size"), try node.integer("stride"))
    let isSquared = try node.bool("magnitude_squared")
    let options = flexMap([
      "window_size": .integer(window), "stride": .integer(stride),
      "magnitude_squared": .bool(isSquared),
    ])
    let operation = AudioSpectrogram(windowSize: window, stride: stride, isSquared: isSquared)
    return .custom(CustomOperator(.audioSpectrogram(operation), name: customName, options: options))
  }
}
