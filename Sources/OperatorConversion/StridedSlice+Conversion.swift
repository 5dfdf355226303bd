// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension StridedSlice: DirectConversion {
  package static let tensorFlowNames = ["StridedSlice"]

  package static func operation(
    for node: TensorFlowNode
  ) throws(ConversionError) -> Operator {
    var masks = Masks()
    masks.begin = try node.integer("begin_mask", default: 0)
    masks.end = try node.integer("end_mask", default: 0)
    masks.ellipsis = try node.integer("ellipsis_mask", default: 0)
    masks.newAxis = try node.integer("new_axis_mask", default: 0)
    masks.shrinkAxis = try node.integer("shrink_axis_mask", default: 0)
    return .stridedSlice(StridedSlice(masks: masks))
  }
}

extension StridedSlice: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    StridedSliceOptionsValue(
      beginMask: masks.begin, endMask: masks.end, ellipsisMask: masks.ellipsis,
      newAxisMask: masks.newAxis, shrinkAxisMask: masks.shrinkAxis,
      offset: masks.endCountsFromBegin)
  }

  package func version(for operands: WrittenOperands) -> Int {
    if masks.endCountsFromBegin { return 8 }
    if masks.ellipsis != 0 || masks.newAxis != 0 { return 6 }
    return operands.rank(0) > 4 ? 4 : operands.version(byType: [.int8: 2, .bool: 3])
  }
}
