// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension NonMaxSuppressionV4: WrittenOperator {}
extension NonMaxSuppressionV5: WrittenOperator {}

/// Boxes that do not overlap, in a list of the length that their number or a limit gives.
enum BoxSelection: TensorFlowConversion {
  static let tensorFlowNames = [
    "NonMaxSuppression", "NonMaxSuppressionV2", "NonMaxSuppressionV3", "NonMaxSuppressionV4",
    "NonMaxSuppressionV5",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let isSoft = node.operation == "NonMaxSuppressionV5"
    let operation: Operator =
      isSoft
      ? .nonMaxSuppressionV5(NonMaxSuppressionV5()) : .nonMaxSuppressionV4(NonMaxSuppressionV4())
    var inputs = node.inputs
    if node.operation == "NonMaxSuppression" {
      inputs.append(
        try legalizer.constant(
          scalar: node.float("iou_threshold", default: 0.5), type: .float32))
    }
    // Any score is enough in the first versions.
    if inputs.count == 4 {
      inputs.append(
        try legalizer.constant(scalar: -.greatestFiniteMagnitude, type: .float32))
    }
    var results = try legalizer.emit(operation, inputs, count: isSoft ? 3 : 2)
    let count = results[results.count - 1]
    if try !node.bool("pad_to_max_output_size") {
      let begin = try legalizer.constant(integers: [0])
      let size = try legalizer.emit(
        .expandDims(ExpandDims()), count, legalizer.constant(integers: [0], shape: []))
      for list in results.indices.dropLast() {
        results[list] = try legalizer.emit(.slice(Slice()), results[list], begin, size)
      }
    }
    return Array(results.prefix(node.resultCount))
  }
}
