// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

extension StridedSlice: TensorFlowConversion {
  package static let tensorFlowNames = ["StridedSlice"]

  /// An ellipsis is spelled out, and new axes are added behind, for runtimes that know neither.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var masks = Masks()
    masks.begin = try node.integer("begin_mask", default: 0)
    masks.end = try node.integer("end_mask", default: 0)
    masks.ellipsis = try node.integer("ellipsis_mask", default: 0)
    masks.newAxis = try node.integer("new_axis_mask", default: 0)
    masks.shrinkAxis = try node.integer("shrink_axis_mask", default: 0)
    guard masks.ellipsis != 0 || masks.newAxis != 0 else {
      let operation = Operator.stridedSlice(StridedSlice(masks: masks))
      return try legalizer.emit(operation, node.inputs, count: 1)
    }
    let input = try node.input(0)
    let rank = try legalizer.rank(of: input)
    let sparse = SliceSpecification(
      masks: masks, begin: try legalizer.constantIntegers(node.input(1), called: "begin"),
      end: try legalizer.constantIntegers(node.input(2), called: "end"),
      strides: try legalizer.constantIntegers(node.input(3), called: "strides"))
    guard let (dense, newAxes) = sparse.dense(rank: rank) else {
      throw node.error("begin, end and strides do not fit rank \(rank)")
    }
    let operands = [dense.begin, dense.end, dense.strides]
    var inputs = [input]
    for operand in operands { inputs.append(try legalizer.constant(integers: operand)) }
    let slice = Operator.stridedSlice(StridedSlice(masks: dense.masks))
    var result = try legalizer.emit(slice, inputs, count: 1)[0]
    for axis in newAxes {
      let position = try legalizer.constant(integers: [axis], shape: [])
      result = try legalizer.emit(.expandDims(ExpandDims()), result, position)
    }
    return [result]
  }
}

/// What a slice takes along each axis.
private struct SliceSpecification {
  var masks: StridedSlice.Masks
  var begin: [Int] = []
  var end: [Int] = []
  var strides: [Int] = []

  /// The same without an ellipsis and new axes, and where new axes are in the result, ascending;
  /// nil where the lengths do not fit.
  func dense(rank: Int) -> (SliceSpecification, newAxes: [Int])? {
    let count = begin.count
    guard end.count == count, strides.count == count, count <= 31 else { return nil }
    func bit(_ mask: Int, _ index: Int) -> Bool { mask & 1 << index != 0 }
    let taken = (0..<count).count {
      !bit(masks.newAxis, $0) && !bit(masks.ellipsis, $0)
    }
    guard taken <= rank else { return nil }
    var dense = SliceSpecification(masks: StridedSlice.Masks())
    var newAxes: [Int] = []
    var resultAxis = 0
    for index in 0..<count {
      if bit(masks.ellipsis, index) {
        for _ in taken..<rank { dense.takeWholeAxis() }
        resultAxis += rank - taken
      } else if bit(masks.newAxis, index) {
        newAxes.append(resultAxis)
        resultAxis += 1
      } else {
        let axis = dense.begin.count
        dense.begin.append(begin[index])
        dense.end.append(end[index])
        dense.strides.append(strides[index])
        if bit(masks.begin, index) { dense.masks.begin |= 1 << axis }
        if bit(masks.end, index) { dense.masks.end |= 1 << axis }
        if bit(masks.shrinkAxis, index) {
          dense.masks.shrinkAxis |= 1 << axis
        } else {
          resultAxis += 1
        }
      }
    }
    return (dense, newAxes)
  }

  private mutating func takeWholeAxis() {
    masks.begin |= 1 << begin.count
    masks.end |= 1 << begin.count
    begin.append(0)
    end.append(0)
    strides.append(1)
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
