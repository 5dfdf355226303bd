// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

/// What branches of TensorFlow 1 keep for gradients. Where only answers are asked for, nothing reads it.
enum OptionalValue: TensorFlowConversion {
  static let tensorFlowNames = ["OptionalFromValue", "OptionalNone"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    [try legalizer.scalar(0)]
  }
}
