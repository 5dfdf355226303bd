// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

// Variables that a signature assigns. All others are constants before graphs come here.

extension Legalizer {
  /// The variable for which an operand stands.
  fileprivate func variable(
    of node: TensorFlowNode
  ) throws(ConversionError) -> (handle: ValueID, variable: Resource.Variable) {
    let handle = try node.input(0)
    guard case .variable(let variable)? = resources[handle] else {
      throw node.error("its operand is no variable that is known here")
    }
    return (handle, variable)
  }

  fileprivate mutating func read(
    _ handle: ValueID, _ variable: Resource.Variable
  ) -> ValueID {
    emitCall(
      .readVariable(ReadVariable()), [handle],
      results: [(variable.type, variable.shape?.map { $0.map { Size($0) } })])[0]
  }

  /// What a variable holds now, where an operand is the handle of one.
  mutating func current(_ operand: ValueID) -> ValueID {
    guard case .variable(let variable)? = resources[operand] else { return operand }
    return read(operand, variable)
  }

  /// Has a variable hold a value from here on.
  mutating func assign(
    _ handle: ValueID, _ value: ValueID
  ) throws(ConversionError) {
    _ = try emit(.assignVariable(AssignVariable()), [handle, value], count: 0)
  }

  /// The handle of a variable, as another graph has it, too.
  mutating func handle(of variable: Resource.Variable) throws(ConversionError) -> ValueID {
    let handle = try emit(.varHandle(variable.handle))
    resources[handle] = .variable(variable)
    return handle
  }
}

/// The handle of a variable; its attribute `initial_value` is what the checkpoint has of it.
enum VariableHandle: TensorFlowConversion {
  static let tensorFlowNames = ["VarHandleOp"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let initial = try node.tensor("initial_value")
    let name = try node.string("shared_name", default: "")
    let handle = VarHandle(
      container: try node.string("container", default: ""),
      sharedName: name.isEmpty ? node.name : name)
    legalizer.shared.note(handle, initial: initial)
    var shape = initial.shape
    if case .shape(let declared)? = node.attribute("shape") { shape = declared }
    return [
      try legalizer.handle(
        of: Resource.Variable(handle: handle, type: initial.type, shape: shape))
    ]
  }
}

/// What a variable holds.
enum VariableReading: TensorFlowConversion {
  static let tensorFlowNames = ["ReadVariableOp"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    [legalizer.current(try node.input(0))]
  }
}

/// The shape of a variable.
enum VariableShape: TensorFlowConversion {
  static let tensorFlowNames = ["VariableShape"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let type = try node.type("out_type", default: .int32)
    let value = legalizer.current(try node.input(0))
    return [try legalizer.emit(.shapeOf(ShapeOf(resultType: type)), value)]
  }
}

/// A variable takes a value, or that is added to or taken from what it holds.
enum VariableAssignment: TensorFlowConversion {
  static let tensorFlowNames = [
    "Assign", "AssignAdd", "AssignAddVariableOp", "AssignSub", "AssignSubVariableOp",
    "AssignVariableOp",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (handle, variable) = try legalizer.variable(of: node)
    var value = try node.input(1)
    switch node.operation {
    case "AssignAdd", "AssignAddVariableOp":
      value = try legalizer.emit(.add(Add()), legalizer.read(handle, variable), value)
    case "AssignSub", "AssignSubVariableOp":
      value = try legalizer.emit(.sub(Sub()), legalizer.read(handle, variable), value)
    default: break
    }
    try legalizer.assign(handle, value)
    return node.resultCount == 0 ? [] : [value]
  }
}

/// Rows of a variable take values, or those are added to or taken from what they hold.
enum VariableRows: TensorFlowConversion {
  static let tensorFlowNames = [
    "ResourceScatterAdd", "ResourceScatterNdAdd", "ResourceScatterNdSub",
    "ResourceScatterNdUpdate", "ResourceScatterSub", "ResourceScatterUpdate",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (handle, variable) = try legalizer.variable(of: node)
    let old = legalizer.read(handle, variable)
    var indices = try node.input(1)
    if !node.operation.contains("Nd") {
      let last = try legalizer.scalar(-1)
      indices = try legalizer.emit(.expandDims(ExpandDims()), indices, last)
    }
    let shape = try legalizer.emit(.shapeOf(ShapeOf(resultType: .int32)), old)
    let updates = try node.input(2)
    let spread = try legalizer.emit(.scatterND(ScatterND()), indices, updates, shape)
    let new: ValueID
    if node.operation.hasSuffix("Update") {
      let ones = try legalizer.ones(like: updates)
      let counts = try legalizer.emit(.scatterND(ScatterND()), indices, ones, shape)
      let zero = try legalizer.zero(of: legalizer.type(of: updates))
      let isSet = try legalizer.emit(.greater(Greater()), counts, zero)
      new = try legalizer.emit(.selectV2(SelectV2()), isSet, spread, old)
    } else if node.operation.hasSuffix("Sub") {
      new = try legalizer.emit(.sub(Sub()), old, spread)
    } else {
      new = try legalizer.emit(.add(Add()), old, spread)
    }
    try legalizer.assign(handle, new)
    return []
  }
}
