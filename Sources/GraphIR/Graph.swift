// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

/// A value of a graph: what a node gives, what flows in, or a constant.
package struct ValueID: Hashable, Sendable {
  package let index: Int

  package init(index: Int) {
    self.index = index
  }
}

/// A node of a graph.
package struct NodeID: Hashable, Sendable {
  package let index: Int

  package init(index: Int) {
    self.index = index
  }
}

/// What is known of one value.
package struct Value: Sendable {
  /// Not necessarily unique; it becomes the tensor's name in a file.
  package var name: String
  package var type: ElementType
  /// Nil where not even the rank is known; a nil dimension is known only when the model runs.
  package var shape: [Int?]?
  package var quantization: Quantization?
  /// The bytes, if the value is a constant.
  package var constant: ConstantData?

  package init(
    name: String, type: ElementType, shape: [Int?]?, quantization: Quantization? = nil,
    constant: ConstantData? = nil
  ) {
    self.name = name
    self.type = type
    self.shape = shape
    self.quantization = quantization
    self.constant = constant
  }

  /// The shape where every dimension is known.
  package var staticShape: Shape? {
    guard let shape else { return nil }
    let known = shape.compactMap { $0 }
    return known.count == shape.count ? Shape(known) : nil
  }
}

/// What a node computes, in TensorFlow's operators or in the lite format's.
package enum Operation: Sendable {
  case tensorFlow(String, [String: Attribute])
  case lite(Operator)
}

/// One operation of a graph, with its operands.
package struct Node: Sendable {
  package var name: String
  package var operation: Operation
  /// Nil where an optional operand is absent.
  package var inputs: [ValueID?]
  package var outputs: [ValueID]
  /// What ``SourceLines`` know it by, where it comes from a model that may have them.
  package var origin: String?

  package init(name: String, operation: Operation, inputs: [ValueID?], outputs: [ValueID]) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// A TensorFlow attribute.
package indirect enum Attribute: Sendable {
  case integer(Int)
  case float(Float)
  case bool(Bool)
  case string(String)
  case type(ElementType)
  /// A nil shape has unknown rank.
  case shape([Int?]?)
  case tensor(Value)
  /// The name of a function of the program.
  case function(String)
  case list([Attribute])
}

/// Nodes in an order in which every value is given before it is used.
package struct Graph: Sendable {
  package var name: String
  package var nodes: [Node]
  package private(set) var values: [Value]
  package var inputs: [ValueID]
  package var outputs: [ValueID]

  package init(name: String) {
    self.name = name
    nodes = []
    values = []
    inputs = []
    outputs = []
  }

  package subscript(id: ValueID) -> Value {
    get { values[id.index] }
    set { values[id.index] = newValue }
  }

  /// Changes the elements of a constant, where they lie if nothing else has them; nothing where the value is none.
  package mutating func modifyConstant(
    _ id: ValueID, _ body: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    values[id.index].constant?.modify(body)
  }

  package mutating func add(_ value: Value) -> ValueID {
    values.append(value)
    return ValueID(index: values.count - 1)
  }

  /// Appends a node whose results are new values.
  ///
  /// - Returns: the results.
  @discardableResult
  package mutating func append(
    _ operation: Operation, name: String, inputs: [ValueID?], results: [Value]
  ) -> [ValueID] {
    let outputs = results.map { add($0) }
    nodes.append(Node(name: name, operation: operation, inputs: inputs, outputs: outputs))
    return outputs
  }
}

/// The names by which a model is called from outside.
package struct Signature: Sendable {
  package struct Argument: Sendable {
    package var name: String
    package var value: ValueID

    package init(name: String, value: ValueID) {
      self.name = name
      self.value = value
    }
  }

  /// As in `serving_default`.
  package var key: String
  /// Index into the program's graphs.
  package var graph: Int
  package var inputs: [Argument]
  package var outputs: [Argument]

  package init(key: String, graph: Int, inputs: [Argument], outputs: [Argument]) {
    self.key = key
    self.graph = graph
    self.inputs = inputs
    self.outputs = outputs
  }
}

/// A whole model: graphs that may call each other, and the signatures that users call.
package struct Program: Sendable {
  /// Bytes under a name, of no concern to whoever converts or runs the model: labels, versions.
  package struct Metadata: Sendable {
    package let name: String
    package let data: ConstantData

    package init(name: String, data: ConstantData) {
      self.name = name
      self.data = data
    }
  }

  /// The main graphs first, one for each signature; then the functions that they call.
  package var graphs: [Graph]
  package var signatures: [Signature]
  /// What the source says of itself; nil if it says nothing.
  package var description: String?
  package var metadata: [Metadata] = []
  /// The name of the graph that runs once when a model is loaded, among TensorFlow's functions.
  package var initializer: String?
  /// Which lines of Python made its nodes, where the source may know.
  package var sourceLines: SourceLines?
  /// What users should know of how it was read.
  package var warnings: [Diagnostic] = []

  package init(graphs: [Graph], signatures: [Signature]) {
    self.graphs = graphs
    self.signatures = signatures
  }
}
