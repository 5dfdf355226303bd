// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
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
    let shifts = try node.input(1)
    let axes = try legalizer.constantIntegers(node.input(2), called: "axis")
    let known = legalizer.known(shifts).numbers
    for (index, axis) in axes.enumerated() {
      let axis = try legalizer.resolved(axis: axis, rank: legalizer.rank(of: x))
      if let known {
        guard known.count == axes.count else {
          throw node.error("has \(known.count) shifts for \(axes.count) axes")
        }
        x = try legalizer.rolled(x, by: known[index], along: axis)
      } else {
        let list = try legalizer.reshaped(shifts, to: [-1])
        let shift = try legalizer.element(index, of: list, along: 0)
        x = try legalizer.rolled(
          x, by: legalizer.converted(shift, as: .int32), along: axis)
      }
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
    let given = try node.input(0)
    guard let order = legalizer.known(given).numbers else {
      let places = try legalizer.scalar(legalizer.size(of: given, along: 0))
      let inverse = try legalizer.emit(
        .scatterND(ScatterND()), legalizer.expanded(given, at: 1),
        legalizer.numbers(below: places), legalizer.shapeVector(of: given))
      return [try legalizer.converted(inverse, as: legalizer.type(of: given))]
    }
    guard order.sorted() == Array(order.indices) else {
      throw node.error("\(order) is no permutation")
    }
    let inverse = order.indices.sorted { order[$0] < order[$1] }
    let places = try legalizer.constant(integers: inverse)
    return [try legalizer.converted(places, as: legalizer.type(of: given))]
  }
}

extension Legalizer {
  /// The last elements along an axis put before the others.
  fileprivate mutating func rolled(
    _ x: ValueID, by shift: Int, along axis: Int
  ) throws(ConversionError) -> ValueID {
    guard let size = try sizes(of: x)[axis].known else {
      return try rolled(x, by: scalar(shift), along: axis)
    }
    guard size > 0, shift % size != 0 else { return x }
    let first = size - (shift % size + size) % size
    let sizes = try constant(integers: [first, size - first])
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

  /// The same by an int32 scalar, modulo 1 where there are no elements.
  fileprivate mutating func rolled(
    _ x: ValueID, by shift: ValueID, along axis: Int
  ) throws(ConversionError) -> ValueID {
    let count = try scalar(sizes(of: x)[axis])
    let divisor = try maximum(count, 1)
    let first = try difference(count, emit(.floorMod(FloorMod()), shift, divisor))
    return try joined(
      [part(of: x, along: axis, from: first), part(of: x, along: axis, to: first)], along: axis)
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

/// The shapes of several values.
enum Shapes: TensorFlowConversion {
  static let tensorFlowNames = ["ShapeN"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let type = try node.type("out_type", default: .int32)
    var shapes: [ValueID] = []
    for input in node.inputs {
      shapes.append(try legalizer.emit(.shapeOf(ShapeOf(resultType: type)), input))
    }
    return shapes
  }
}

/// A tensor whose elements nobody reads before they are written: zeros.
enum Empty: TensorFlowConversion {
  static let tensorFlowNames = ["Empty"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let zero = try legalizer.zero(of: node.type("dtype"))
    return [try legalizer.filled(node.input(0), with: zero)]
  }
}

/// Axes turned around, by their numbers or where booleans say so: one after the other, as runtimes
/// refuse axes that are apart.
enum ReversedAxes: TensorFlowConversion {
  static let tensorFlowNames = ["Reverse", "ReverseV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let axes: [Int]
    if node.operation == "Reverse" {
      guard let flags = legalizer.known(try node.input(1)).constant else {
        throw node.error("'dims' must be a constant")
      }
      axes = flags.bytes.indices.filter { flags.bytes[$0] != 0 }
    } else if let numbers = legalizer.known(try node.input(1)).numbers {
      axes = numbers
    } else {
      return [try legalizer.emit(.reverseV2(ReverseV2()), node.input(0), node.input(1))]
    }
    var result = try node.input(0)
    for axis in axes {
      let axis = try legalizer.resolved(axis: axis, of: result)
      result = try legalizer.emit(
        .reverseV2(ReverseV2()), result, legalizer.constant(integers: [axis]))
    }
    return [result]
  }
}

/// Blocks of two axes that become batches, and the way back.
enum SquareBlocks: TensorFlowConversion {
  static let tensorFlowNames = ["BatchToSpace", "SpaceToBatch"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let size = try node.integer("block_size")
    let block = try legalizer.constant(integers: [size, size])
    let operation: Operator =
      node.operation == "BatchToSpace"
      ? .batchToSpaceND(BatchToSpaceND()) : .spaceToBatchND(SpaceToBatchND())
    return [try legalizer.emit(operation, node.input(0), block, node.input(1))]
  }
}
