// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// The different elements of a vector, where each element is among them, and how often each comes.
enum UniqueElements: TensorFlowConversion {
  static let tensorFlowNames = ["UniqueV2", "UniqueWithCounts", "UniqueWithCountsV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    guard try legalizer.rank(of: x) == 1 else {
      throw node.error("only vectors are supported, not rows of a tensor")
    }
    let type = try node.type("out_idx", default: .int32)
    let results = try legalizer.emit(.unique(Unique(indexType: .int32)), [x], count: 2)
    let (elements, places) = (results[0], results[1])
    var all = [elements, try legalizer.converted(places, as: type)]
    if node.operation.hasPrefix("UniqueWithCounts") {
      let ones = try legalizer.filled(
        legalizer.shapeVector(of: places), with: legalizer.scalar(1))
      let count = try legalizer.scalar(legalizer.size(of: elements, along: 0))
      let counts = try legalizer.emit(
        .unsortedSegmentSum(UnsortedSegmentSum()), ones, places, count)
      all.append(try legalizer.converted(counts, as: type))
    }
    return all
  }
}
