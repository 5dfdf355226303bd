// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// A function in the form that runs: operators with decoded attributes, and the tensors between
/// them.
///
/// It comes from a verified file or from a converter's program; nothing else reaches the engine.
package final class ExecutableGraph {
  package struct Tensor {
    package let name: String
    package let type: ElementType
    /// 1 where callers choose, as files say it.
    package let shape: Shape
    /// The shape with −1 where callers choose, or where only data tell; nil if all of it is fixed.
    package let openShape: [Int]?
    /// Whether a shape without dimensions means a scalar, not that nothing is known.
    package let hasRank: Bool
    package let quantization: Quantization?
    /// The bytes of a constant, aligned to the element.
    package let constant: UnsafeRawBufferPointer?
    /// Whether it keeps its value from one inference to the next, in memory of the instance.
    package let isVariable: Bool

    package init(
      name: String, type: ElementType, shape: Shape, openShape: [Int]?, hasRank: Bool,
      quantization: Quantization?, constant: UnsafeRawBufferPointer?, isVariable: Bool = false
    ) {
      self.name = name
      self.type = type
      self.shape = shape
      self.openShape = openShape
      self.hasRank = hasRank
      self.quantization = quantization
      self.constant = constant
      self.isVariable = isVariable
    }

    /// The shape that the tensor always has; nil where something of it is open.
    var fixedShape: Shape? {
      openShape == nil && (hasRank || shape.rank > 0) ? shape : nil
    }
  }

  /// A class, since preparing is a walk over nodes: to hold one is one count.
  package final class Node {
    package let operation: Operator
    /// Those of the operation, asked for once.
    package let rules: OperandRules
    /// The operator's name in the format, as in `CONV_2D`.
    package let name: String
    /// Tensors; negative where an optional one is absent.
    package let inputs: [Int]
    package let outputs: [Int]
    /// Tensors that tell scales between the operator's steps; negative where absent.
    package let intermediates: [Int]

    package init(
      operation: Operator, name: String, inputs: [Int], outputs: [Int],
      intermediates: [Int] = []
    ) {
      self.operation = operation
      rules = operation.operandRules
      self.name = name
      self.inputs = inputs
      self.outputs = outputs
      self.intermediates = intermediates
    }
  }

  package let name: String
  package let tensors: [Tensor]
  /// In an order in which every tensor is given before it is read.
  package let nodes: [Node]
  package let inputs: [Int]
  package let outputs: [Int]
  /// The last node that reads each tensor: −1 for none, the number of nodes for outputs.
  let lastReaders: [Int]
  /// The node that gives each tensor; −1 for inputs, constants and variables.
  let givers: [Int]
  /// The tensors that hold lists.
  let listTensors: [Int]
  /// Whether it reads lists that are given to it.
  let takesLists: Bool

  /// - Throws: `InterpreterError` where an operator or a caller reads what nothing gives.
  package init(
    name: String, tensors: [Tensor], nodes: [Node], inputs: [Int], outputs: [Int]
  ) throws(InterpreterError) {
    self.name = name
    self.tensors = tensors
    self.nodes = nodes
    self.inputs = inputs
    self.outputs = outputs
    var lastReaders = [Int](repeating: -1, count: tensors.count)
    for (index, node) in nodes.enumerated() {
      for input in node.inputs where input >= 0 { lastReaders[input] = index }
    }
    for output in outputs { lastReaders[output] = nodes.count }
    self.lastReaders = lastReaders
    var givers = [Int](repeating: -1, count: tensors.count)
    for (index, node) in nodes.enumerated() {
      for output in node.outputs { givers[output] = index }
    }
    self.givers = givers
    listTensors = tensors.indices.filter { tensors[$0].type == .variant }
    takesLists = inputs.contains { tensors[$0].type == .variant && lastReaders[$0] >= 0 }
    try checkOrder()
  }

  /// Whether an operand of a node is not read again, by the node itself neither.
  func isLastRead(_ place: Int, by index: Int) -> Bool {
    let inputs = nodes[index].inputs
    return lastReaders[inputs[place]] == index && !inputs[(place + 1)...].contains(inputs[place])
  }

  private func checkOrder() throws(InterpreterError) {
    var isGiven = tensors.map { $0.constant != nil || $0.isVariable }
    for input in inputs { isGiven[input] = true }
    for (index, node) in nodes.enumerated() {
      for input in node.inputs where input >= 0 && !isGiven[input] {
        throw error(index, "input tensor \(input) '\(tensors[input].name)' is never given")
      }
      for (place, input) in node.inputs.enumerated()
      where input >= 0 && node.rules.isState(place) && !tensors[input].isVariable {
        throw error(index, "'\(tensors[input].name)' keeps state, but is no variable tensor")
      }
      for output in node.outputs {
        if tensors[output].constant != nil { throw error(index, "writes to a constant") }
        isGiven[output] = true
      }
    }
    for output in outputs where !isGiven[output] {
      throw InterpreterError("output '\(tensors[output].name)' is never given")
    }
  }

  /// An error of one of the operators.
  func error(_ index: Int, _ message: String) -> InterpreterError {
    let node = nodes[index]
    let result = node.outputs.first.map { " '\(tensors[$0].name)'" } ?? ""
    return InterpreterError("operator \(index) (\(node.name)\(result)): \(message)")
  }
}
