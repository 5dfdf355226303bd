// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Ones in the shape of a value.
enum OnesLike: TensorFlowConversion {
  static let tensorFlowNames = ["OnesLike"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    [try legalizer.ones(like: node.input(0))]
  }
}

/// How many elements a value has.
enum ElementCount: TensorFlowConversion {
  static let tensorFlowNames = ["Size"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let type = try node.type("out_type", default: .int32)
    let shape = try legalizer.emit(.shapeOf(ShapeOf(resultType: .int32)), node.input(0))
    let axis = try legalizer.constant(integers: [0])
    let count = try legalizer.emit(.reduceProd(ReduceProd()), shape, axis)
    return [type == .int32 ? count : try legalizer.emit(.cast(Cast(resultType: type)), count)]
  }
}

/// Elements moved along axes; those that leave at the end come in at the start.
enum Roll: TensorFlowConversion {
  static let tensorFlowNames = ["Roll"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var x = try node.input(0)
    let shifts = try legalizer.constantIntegers(node.input(1), called: "shift")
    let axes = try legalizer.constantIntegers(node.input(2), called: "axis")
    guard shifts.count == axes.count else {
      throw node.error("has \(shifts.count) shifts for \(axes.count) axes")
    }
    for (shift, axis) in zip(shifts, axes) {
      let axis = try legalizer.resolved(axis: axis, rank: legalizer.rank(of: x))
      x = try legalizer.rolled(x, by: shift, along: axis)
    }
    return [x]
  }
}

/// Where each index of a permutation stands in it.
enum InversePermutation: TensorFlowConversion {
  static let tensorFlowNames = ["InvertPermutation"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let order = try legalizer.constantIntegers(node.input(0), called: "x")
    guard order.sorted() == Array(order.indices) else {
      throw node.error("\(order) is no permutation")
    }
    let inverse = order.indices.sorted { order[$0] < order[$1] }
    return [try legalizer.constant(integers: inverse)]
  }
}

/// Points or rows of a value replaced by others, or others added to them or taken off.
///
/// The updates are scattered over zeros, and so are ones, which say what to replace: so no index
/// may come twice.
enum ScatterUpdate: TensorFlowConversion {
  static let tensorFlowNames = [
    "TensorScatterAdd", "TensorScatterSub", "TensorScatterUpdate",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, indices, updates) = (try node.input(0), try node.input(1), try node.input(2))
    let shape = try legalizer.emit(.shapeOf(ShapeOf(resultType: .int32)), x)
    let spread = try legalizer.emit(.scatterND(ScatterND()), indices, updates, shape)
    switch node.operation {
    case "TensorScatterAdd": return [try legalizer.emit(.add(Add()), x, spread)]
    case "TensorScatterSub": return [try legalizer.emit(.sub(Sub()), x, spread)]
    default: break
    }
    let pattern = try legalizer.emit(.shapeOf(ShapeOf(resultType: .int32)), updates)
    let one = try legalizer.constant(scalar: 1, type: .int32)
    let ones = try legalizer.emit(.fill(Fill()), pattern, one)
    let counts = try legalizer.emit(.scatterND(ScatterND()), indices, ones, shape)
    let zero = try legalizer.constant(scalar: 0, type: .int32)
    let isReplaced = try legalizer.emit(.notEqual(NotEqual()), counts, zero)
    return [try legalizer.emit(.selectV2(SelectV2()), isReplaced, spread, x)]
  }
}

extension Legalizer {
  /// The last elements along an axis put before the others.
  fileprivate mutating func rolled(
    _ x: ValueID, by shift: Int, along axis: Int
  ) throws(ConversionError) -> ValueID {
    let size = try sizes(of: x)[axis]
    guard let known = size.known else {
      // Modulo 1 where there are no elements.
      let count = try scalar(size)
      let divisor = try emit(.maximum(Maximum()), count, scalar(1))
      let moved = try emit(.floorMod(FloorMod()), scalar(shift), divisor)
      let first = try emit(.sub(Sub()), count, moved)
      let parts = (
        try part(of: x, along: axis, from: first), try part(of: x, along: axis, to: first)
      )
      return try emit(.concatenation(Concatenation(axis: axis)), parts.0, parts.1)
    }
    guard known > 0, shift % known != 0 else { return x }
    let first = known - (shift % known + known) % known
    let sizes = try constant(integers: [first, known - first])
    let position = try constant(integers: [axis], shape: [])
    let parts = try emit(.splitV(SplitV(splitCount: 2)), [x, sizes, position], count: 2)
    return try emit(.concatenation(Concatenation(axis: axis)), parts[1], parts[0])
  }

  /// Ones in the shape of a value.
  mutating func ones(like value: ValueID) throws(ConversionError) -> ValueID {
    let one = try constant(scalar: 1, type: type(of: value))
    let shape = try emit(.shapeOf(ShapeOf(resultType: .int32)), value)
    return try emit(.fill(Fill()), shape, one)
  }

  /// The sizes of all axes of a value.
  func sizes(of value: ValueID) throws(ConversionError) -> [RuntimeSize] {
    try shape(of: value).enumerated().map {
      RuntimeSize(known: $0.element, value: value, axis: $0.offset)
    }
  }

  /// A scalar 0 of a type of whole bytes.
  mutating func zero(of type: ElementType) throws(ConversionError) -> ValueID {
    guard let bits = type.bitCount, bits % 8 == 0 else {
      throw error("there is no zero of type \(type.name) here")
    }
    return try constant(
      ConstantData(Array(repeating: UInt8(0), count: bits / 8)), type: type, shape: [])
  }
}
