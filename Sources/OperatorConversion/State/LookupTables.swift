// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

// Tables that are filled once. The lite format has those of strings to int64 and of int64 to strings;
// what others give is found by the place of a key.

/// A table, of which only lookups become operators.
enum LookupTable: TensorFlowConversion {
  static let tensorFlowNames = ["HashTable", "HashTableV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let name = try node.string("shared_name", default: "")
    let handle = legalizer.define(standIn: node.name, type: .resource, sizes: [])
    legalizer.resources[handle] = .table(name.isEmpty ? node.name : name)
    return [handle]
  }
}

/// Keys and values of a table, which must be constants.
enum LookupTableContents: TensorFlowConversion {
  static let tensorFlowNames = [
    "InitializeTable", "InitializeTableV2", "LookupTableImport", "LookupTableImportV2",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    guard case .table(let name)? = legalizer.resources[try node.input(0)] else {
      throw node.error("its operand is no table that is known here")
    }
    legalizer.shared.note(
      table: name, keys: try legalizer.constantVector(node.input(1), "keys"),
      values: try legalizer.constantVector(node.input(2), "values"))
    return []
  }
}

/// What a table has for keys, or else the value given.
enum LookupTableFind: TensorFlowConversion {
  static let tensorFlowNames = ["LookupTableFind", "LookupTableFindV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (keys, fallback) = (try node.input(1), try node.input(2))
    let (name, table) = try legalizer.table(of: node)
    if table.keys.type == .string {
      guard table.values.type != .int64 else {
        return [try legalizer.found(keys, fallback, in: name)]
      }
      let place = try legalizer.place(ofStrings: keys, name, table)
      return [try legalizer.value(at: place, of: table, fallback)]
    }
    if table.keys.type == .int64, table.values.type == .string {
      return [try legalizer.found(keys, fallback, in: name)]
    }
    let place = try legalizer.place(ofNumbers: keys, table)
    return [try legalizer.value(at: place, of: table, fallback)]
  }
}

/// How many keys a table has.
enum LookupTableSize: TensorFlowConversion {
  static let tensorFlowNames = ["LookupTableSize", "LookupTableSizeV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let count = try legalizer.table(of: node).table.count
    return [try legalizer.constant(ConstantData([Int64(count)]), type: .int64, shape: [])]
  }
}

extension Resources.Table {
  fileprivate var count: Int { keys.staticShape?.elementCount ?? 0 }
}

extension Legalizer {
  fileprivate func table(
    of node: TensorFlowNode
  ) throws(ConversionError) -> (name: String, table: Resources.Table) {
    guard case .table(let name)? = resources[try node.input(0)] else {
      throw node.error("its operand is no table that is known here")
    }
    guard let table = shared.tables[name] else {
      throw node.error(
        "table '\(name)' is not filled by constants when the model is loaded; "
          + "save it with a StaticHashTable")
    }
    return (name, table)
  }

  fileprivate func constantVector(
    _ id: ValueID, _ role: String
  ) throws(ConversionError) -> Value {
    let known = known(id)
    guard let constant = graph[id].constant ?? known.constant, let shape = known.staticShape,
      shape.rank == 1
    else { throw error("the table's \(role) must be a constant vector") }
    return Value(
      name: graph[id].name, type: known.type, shape: shape.dimensions, constant: constant)
  }

  /// Looks strings or numbers up in a table of the lite format.
  fileprivate mutating func found(
    _ keys: ValueID, _ fallback: ValueID, in name: String
  ) throws(ConversionError) -> ValueID {
    guard let operation = shared.use(table: name) else {
      throw error("there is no table '\(name)'")
    }
    let handle = try emit(.hashtable(operation))
    return try emit(.hashtableFind(HashtableFind()), handle, keys, fallback)
  }

  /// The places of strings among a table's keys, from another table; the count where there is none.
  fileprivate mutating func place(
    ofStrings keys: ValueID, _ name: String, _ table: Resources.Table
  ) throws(ConversionError) -> ValueID {
    let places = ConstantData((0..<table.count).map { Int64($0) })
    let placeName = name + "/place"
    shared.note(
      table: placeName, keys: table.keys,
      values: Value(name: placeName, type: .int64, shape: [table.count], constant: places))
    let none = try constant(ConstantData([Int64(table.count)]), type: .int64, shape: [])
    let place = try found(keys, none, in: placeName)
    return try emit(.cast(Cast(resultType: .int32)), place)
  }

  /// The places of numbers among a table's keys; the count where there is none.
  fileprivate mutating func place(
    ofNumbers keys: ValueID, _ table: Resources.Table
  ) throws(ConversionError) -> ValueID {
    let numbers = table.keys.constant.flatMap { $0.integers(as: table.keys.type) } ?? []
    guard numbers.count == table.count else {
      throw error("tables with keys of type \(table.keys.type.name) are not supported")
    }
    let none = try scalar(table.count)
    if let first = numbers.first,
      numbers.enumerated().allSatisfy({ $0.element == first &+ $0.offset })
    {
      // Consecutive keys say their places themselves.
      let low = try constant(
        ConstantData(integers: [first], as: table.keys.type)!, type: table.keys.type, shape: [])
      let high = try constant(
        ConstantData(integers: [numbers[numbers.count - 1]], as: table.keys.type)!,
        type: table.keys.type, shape: [])
      let isThere = try emit(
        .logicalAnd(LogicalAnd()), emit(.greaterEqual(GreaterEqual()), keys, low),
        emit(.lessEqual(LessEqual()), keys, high))
      let place = try emit(
        .cast(Cast(resultType: .int32)), emit(.sub(Sub()), keys, low))
      return try emit(.selectV2(SelectV2()), isThere, place, none)
    }
    guard table.count > 0 else { return try emit(.zerosLike(ZerosLike()), keys) }
    let all = try constant(
      table.keys.constant!, type: table.keys.type, shape: [table.count], like: nil)
    let last = try scalar(-1)
    let column = try emit(.expandDims(ExpandDims()), keys, last)
    let isEqual = try emit(
      .cast(Cast(resultType: .int32)), emit(.equal(Equal()), column, all))
    let axis = try constant(integers: [-1])
    // The one place is the sum of places times whether they are it; 1 + place, 0 where there is none.
    let places = try constant(integers: (1...table.count).map { $0 - table.count - 1 })
    let sum = try emit(
      .sum(Sum(keepsDimensions: false)), emit(.mul(Mul()), isEqual, places), axis)
    return try emit(.add(Add()), sum, none)
  }

  /// The table's values at places; the fallback at the place behind the last.
  fileprivate mutating func value(
    at place: ValueID, of table: Resources.Table, _ fallback: ValueID
  ) throws(ConversionError) -> ValueID {
    let values = try constant(
      table.values.constant!, type: table.values.type, shape: [table.count], like: nil)
    let one = try constant(integers: [1])
    let row = try emit(.reshape(Reshape()), fallback, one)
    let all = try emit(.concatenation(Concatenation(axis: 0)), values, row)
    return try emit(.gather(Gather(axis: 0)), all, place)
  }
}
