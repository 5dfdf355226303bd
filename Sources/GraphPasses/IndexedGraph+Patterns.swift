// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// What passes that look for patterns ask of a graph.
extension IndexedGraph {
  /// The node that gives a value which only one node uses.
  func solePart(_ value: ValueID) -> NodeID? {
    hasSingleUse(value) ? producer(of: value) : nil
  }

  /// The one element of a float constant.
  func scalar(_ value: ValueID) -> Float? {
    guard self[value].type == .float32, self[value].staticShape?.elementCount == 1 else {
      return nil
    }
    return self[value].constant?.elements(as: Float.self).first
  }

  /// The elements of an int32 or int64 constant.
  func integers(_ value: ValueID?) -> [Int]? {
    value.flatMap { self[$0].constant?.integers(as: self[$0].type) }
  }

  /// The operand of a node that gives `value` by the operator given, without activation; nil where
  /// another does, or where it has not just one operand.
  func argument(of value: ValueID, by builtin: BuiltinOperator) -> ValueID? {
    guard let inputs = operands(of: value, by: builtin), inputs.count == 1 else { return nil }
    return inputs[0]
  }

  /// The two operands of a node that gives `value`, both ways round.
  func pairs(
    of value: ValueID, by builtin: BuiltinOperator
  ) -> [(ValueID, ValueID)] {
    guard let inputs = operands(of: value, by: builtin), inputs.count == 2 else { return [] }
    return [(inputs[0], inputs[1]), (inputs[1], inputs[0])]
  }

  /// The operands of a node that gives `value` by the operator given, without activation.
  func operands(of value: ValueID, by builtin: BuiltinOperator) -> [ValueID]? {
    guard let id = producer(of: value), let operation = operation(id),
      operation.builtin == builtin,
      (operation.fusedActivation ?? FusedActivation.none) == FusedActivation.none
    else { return nil }
    return self[id]!.inputs.compactMap { $0 }
  }
}
