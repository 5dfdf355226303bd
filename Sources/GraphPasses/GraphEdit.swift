// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// A change of a graph that a rewrite proposes; the driver applies it.
///
/// New nodes usually give values that removed nodes gave, so that names, graph outputs and
/// signatures stay as they are.
package struct GraphEdit {
  private(set) var removed: [NodeID] = []
  private(set) var added: [Node] = []
  private(set) var newValues: [Value] = []
  private(set) var changedValues: [(ValueID, Value)] = []
  private(set) var modifiedConstants: [(ValueID, (UnsafeMutableRawBufferPointer) -> Void)] = []
  private(set) var redirections: [(from: ValueID, to: ValueID)] = []
  /// How many operations on elements were done for it.
  package var operationCount = 0
  private let valueCount: Int

  package init(of graph: IndexedGraph) {
    valueCount = graph.valueCount
  }

  /// Takes a node out of the graph.
  package mutating func remove(_ node: NodeID) {
    removed.append(node)
  }

  /// A value that the graph does not have yet.
  package mutating func add(_ value: Value) -> ValueID {
    newValues.append(value)
    return ValueID(index: valueCount + newValues.count - 1)
  }

  /// A new constant with the elements and the shape given.
  package mutating func constant(
    _ data: ConstantData, type: ElementType, shape: [Int], name: String
  ) -> ValueID {
    add(Value(name: name, type: type, shape: shape, constant: data))
  }

  /// A new int32 constant.
  package mutating func constant(integers: [Int], shape: [Int]? = nil, name: String) -> ValueID {
    constant(
      ConstantData(integers.map { Int32(clamping: $0) }), type: .int32,
      shape: shape ?? [integers.count],
      name: name)
  }

  /// Adds a node that gives `outputs`: new values, or values whose node is removed.
  package mutating func append(
    _ operation: Operator, name: String, inputs: [ValueID?], outputs: [ValueID]
  ) {
    added.append(Node(name: name, operation: .lite(operation), inputs: inputs, outputs: outputs))
  }

  /// Changes what is said of a value.
  package mutating func change(_ value: ValueID, to new: Value) {
    changedValues.append((value, new))
  }

  /// Changes the elements of a constant, where they lie if nothing else has them.
  package mutating func modify(
    _ constant: ValueID, by body: @escaping (UnsafeMutableRawBufferPointer) -> Void
  ) {
    modifiedConstants.append((constant, body))
  }

  /// Makes all users of a value, the graph's outputs included, use another.
  package mutating func redirect(_ value: ValueID, to other: ValueID) {
    redirections.append((value, other))
  }
}
