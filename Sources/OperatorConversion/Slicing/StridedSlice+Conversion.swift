// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import OpenSizes
import Operators
import TensorCore

extension StridedSlice: TensorFlowConversion {
  package static let tensorFlowNames = ["StridedSlice"]

  /// An ellipsis is spelled out, and new axes are added behind, for runtimes that know neither.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let masks = try Masks(node)
    guard masks.ellipsis != 0 || masks.newAxis != 0 else {
      let operation = Operator.stridedSlice(StridedSlice(masks: masks))
      return try legalizer.emit(operation, node.inputs, count: 1)
    }
    let input = try node.input(0)
    let rank = try legalizer.rank(of: input)
    guard let count = try legalizer.shape(of: node.input(1)).first ?? nil,
      let dense = DenseSpecification(masks, count: count, rank: rank)
    else { throw node.error("begin, end and strides do not fit rank \(rank)") }
    var inputs = [input]
    for (operand, filler) in zip(node.inputs.dropFirst(), [0, 0, 1]) {
      inputs.append(try legalizer.arranged(operand, as: dense.specs, filler: filler))
    }
    let slice = Operator.stridedSlice(StridedSlice(masks: dense.masks))
    var result = try legalizer.emit(slice, inputs, count: 1)[0]
    for axis in dense.newAxes {
      let position = try legalizer.constant(integers: [axis], shape: [])
      result = try legalizer.emit(.expandDims(ExpandDims()), result, position)
    }
    return [result]
  }
}

extension Legalizer {
  /// Elements of a vector in another order, with `filler` where there is none.
  fileprivate mutating func arranged(
    _ vector: ValueID, as places: [Int?], filler: Int
  ) throws(ConversionError) -> ValueID {
    if let numbers = known(vector).numbers {
      guard places.allSatisfy({ $0 == nil || numbers.indices.contains($0!) }) else {
        throw error("begin, end and strides differ in length")
      }
      return try constant(integers: places.map { $0.map { numbers[$0] } ?? filler })
    }
    var elements = vector
    if type(of: vector) != .int32 {
      elements = try emit(.cast(Cast(resultType: .int32)), vector)
    }
    let count = try staticDimension(0, of: vector, called: "begin, end or strides")
    let extended = try emit(
      .concatenation(Concatenation(axis: 0)), elements, constant(integers: [filler]))
    let order = try constant(integers: places.map { $0 ?? count })
    return try emit(.gather(Gather(axis: 0)), extended, order)
  }
}

extension StridedSlice.Masks {
  /// What a TensorFlow node says of its slice.
  init(_ node: TensorFlowNode) throws(ConversionError) {
    self.init()
    begin = try node.integer("begin_mask", default: 0)
    end = try node.integer("end_mask", default: 0)
    ellipsis = try node.integer("ellipsis_mask", default: 0)
    newAxis = try node.integer("new_axis_mask", default: 0)
    shrinkAxis = try node.integer("shrink_axis_mask", default: 0)
  }
}

/// What a slice takes along each axis, without an ellipsis and new axes.
struct DenseSpecification {
  private(set) var masks = StridedSlice.Masks()
  /// For each axis the spec that speaks of it; nil where it is taken whole.
  private(set) var specs: [Int?] = []
  /// Where new axes are in the result, ascending.
  private(set) var newAxes: [Int] = []

  /// Nil where `count` specs do not fit the rank.
  init?(_ sparse: StridedSlice.Masks, count: Int, rank: Int) {
    guard count <= 31 else { return nil }
    func bit(_ mask: Int, _ index: Int) -> Bool { mask & 1 << index != 0 }
    let taken = (0..<count).count {
      !bit(sparse.newAxis, $0) && !bit(sparse.ellipsis, $0)
    }
    guard taken <= rank else { return nil }
    var resultAxis = 0
    for index in 0..<count {
      if bit(sparse.ellipsis, index) {
        for _ in taken..<rank { takeWholeAxis() }
        resultAxis += rank - taken
      } else if bit(sparse.newAxis, index) {
        newAxes.append(resultAxis)
        resultAxis += 1
      } else {
        let axis = specs.count
        specs.append(index)
        if bit(sparse.begin, index) { masks.begin |= 1 << axis }
        if bit(sparse.end, index) { masks.end |= 1 << axis }
        if bit(sparse.shrinkAxis, index) {
          masks.shrinkAxis |= 1 << axis
        } else {
          resultAxis += 1
        }
      }
    }
  }

  /// Whether one element is taken along an axis, which then vanishes.
  func isShrunk(_ axis: Int) -> Bool { masks.shrinkAxis & 1 << axis != 0 }

  /// Whether an axis is taken from its edge on.
  func hasNoBegin(_ axis: Int) -> Bool { masks.begin & 1 << axis != 0 && !isShrunk(axis) }

  /// Whether all elements along an axis are taken in their order.
  func isWhole(_ axis: Int, step: Int) -> Bool {
    hasNoBegin(axis) && masks.end & 1 << axis != 0 && step == 1
  }

  private mutating func takeWholeAxis() {
    masks.begin |= 1 << specs.count
    masks.end |= 1 << specs.count
    specs.append(nil)
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
