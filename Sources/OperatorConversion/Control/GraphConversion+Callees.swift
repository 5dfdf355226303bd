// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// What a graph is called with.
enum CalleeArgument {
  /// The same at every call: the graph has the constant itself.
  case fixed(Value)
  /// A tensor, of sizes of the caller: what is the same size there is so in the graph.
  case passed(ElementType, OpenShape?)
  /// A handle: the graph makes its own.
  case handle(Resource)
  /// A list of whose elements the graph itself tells the shape.
  case pending(PendingList)
}

/// A function under conversion for one way of calling it.
struct Callee {
  var conversion: GraphConversion
  /// The caller's size that one of the graph stands for.
  private var outerSizes: [Size: Size] = [:]

  /// Defines the arguments and converts all nodes.
  init(
    _ function: Graph, _ arguments: [CalleeArgument], _ callees: CalleeGraphs
  ) throws(ConversionError) {
    conversion = GraphConversion(of: function, named: function.name, callees)
    var ownSizes: [Size: Size] = [:]
    for (input, argument) in zip(function.inputs, arguments) {
      let name = function[input].name
      let value: ValueID
      switch argument {
      case .fixed(let constant):
        value = try conversion.legalizer.define(constant: constant)
      case .passed(let type, let sizes):
        var own: OpenShape = []
        for size in sizes ?? [] {
          if let size, size.number == nil, ownSizes[size] == nil {
            let new = conversion.legalizer.newSize()
            (ownSizes[size], outerSizes[new]) = (new, size)
          }
          own.append(size.flatMap { $0.number == nil ? ownSizes[$0] : $0 })
        }
        value = conversion.legalizer.define(
          argument: name, type: type, sizes: sizes == nil ? nil : own)
      case .handle(.variable(let variable)):
        value = try conversion.legalizer.handle(of: variable)
      case .handle(.table(let table)):
        value = conversion.legalizer.define(standIn: name, type: .resource, sizes: [])
        conversion.legalizer.resources[value] = .table(table)
      case .handle(.array(let grows)):
        value = conversion.legalizer.define(standIn: name, type: .resource, sizes: [])
        conversion.legalizer.resources[value] = .array(grows: grows)
      case .pending(let list):
        value = conversion.legalizer.define(argument: name, type: list.type, sizes: nil)
        conversion.legalizer.pendingLists[value] = PendingList(type: list.type)
      }
      conversion.map[input.index] = value
    }
    conversion.convertNodes()
  }

  /// What is known of a value of the function; nil where it could not be converted.
  mutating func known(_ value: ValueID) throws(ConversionError) -> SizedValue? {
    try conversion.newValue(of: value).map { conversion.legalizer.known($0) }
  }

  /// Sizes of the graph as the caller knows them; nil where it does not.
  func outer(_ sizes: [Size]?) -> OpenShape? {
    sizes?.map { $0.number == nil ? outerSizes[$0] : $0 }
  }

  /// The shape of the elements that the graph gives to a list that it is called with.
  func elementSizes(ofList input: ValueID) -> OpenShape? {
    conversion.map[input.index].flatMap {
      outer(conversion.legalizer.pendingLists[$0]?.elementSizes)
    }
  }

  /// Whether a node of the graph, or an output at another place, uses an input.
  func uses(_ input: ValueID, butOutput place: Int? = nil) -> Bool {
    guard let value = conversion.map[input.index] else { return false }
    let outputs = conversion.old.outputs.enumerated()
    return conversion.legalizer.graph.nodes.contains { $0.inputs.contains(value) }
      || outputs.contains { $0.offset != place && conversion.map[$0.element.index] == value }
  }

  /// The finished graph's number in the program.
  ///
  /// - Parameters:
  ///   - places: which inputs it keeps.
  ///   - outputs: which outputs it keeps; nil for all.
  ///   - takesPlace: whether it has another input before these, which it does not use.
  mutating func finished(
    inputs places: [Int], outputs: [Int]? = nil, takesPlace: Bool = false
  ) throws(ConversionError) -> Int {
    var (graph, map) = try conversion.finished()
    graph.inputs = places.compactMap { map[conversion.old.inputs[$0].index] }
    if takesPlace {
      graph.inputs.insert(graph.add(Value(name: "place", type: .int32, shape: [])), at: 0)
    }
    if let outputs { graph.outputs = outputs.map { graph.outputs[$0] } }
    return conversion.callees.add(graph)
  }
}

extension GraphConversion {
  static let controlFlowNames = [
    "Case", "If", "StatelessCase", "StatelessIf", "StatelessWhile", "While",
  ]

  mutating func convertControlFlow(
    _ node: Node, _ given: TensorFlowNode
  ) throws(ConversionError) {
    switch given.operation {
    case "While", "StatelessWhile": try convertLoop(node, given)
    default: try convertBranches(node, given)
    }
  }

  /// What a callee is called with where `operand` is passed to it.
  func argument(for operand: ValueID, mayBeFixed: Bool) -> CalleeArgument {
    if let resource = legalizer.resources[operand] { return .handle(resource) }
    if let list = legalizer.pendingLists[operand], list.settled == nil { return .pending(list) }
    let operand = legalizer.pendingLists[operand]?.settled ?? operand
    let known = legalizer.known(operand)
    if mayBeFixed {
      var value = legalizer.graph[operand]
      if value.constant == nil, let constant = known.constant, let shape = known.shape {
        value = Value(name: value.name, type: known.type, shape: shape, constant: constant)
      }
      if value.constant != nil { return .fixed(value) }
    }
    return .passed(known.type, known.sizes)
  }

  /// Takes over what could not be converted in a graph that this one calls.
  mutating func takeFailures(of callee: Callee) -> Bool {
    failures += callee.conversion.failures
    return !callee.conversion.failures.isEmpty
  }

  /// Makes a list of zeros of the shape that a callee gives to its elements.
  mutating func settle(
    _ list: ValueID, elementSizes: OpenShape, given: TensorFlowNode
  ) throws(ConversionError) {
    var sizes: [RuntimeSize] = []
    for size in elementSizes {
      guard let size, let known = runtimeSize(size, among: given.inputs) else {
        throw given.error(
          "the shape of the elements of list '\(legalizer.graph[list].name)' is only known when "
            + "they are there; set their shape with element_shape")
      }
      sizes.append(known)
    }
    _ = try legalizer.converting(given) { (legalizer) throws(ConversionError) in
      try legalizer.settle(list, elements: sizes)
    }
  }

  /// A size of this graph as a number, or as that of an axis of one of the values.
  private func runtimeSize(_ size: Size, among values: [ValueID]) -> RuntimeSize? {
    if let number = size.number { return RuntimeSize(known: number, value: values[0], axis: 0) }
    for value in values {
      let value = legalizer.pendingLists[value]?.settled ?? value
      if let axis = legalizer.known(value).sizes?.firstIndex(of: size) {
        return RuntimeSize(known: nil, value: value, axis: axis)
      }
    }
    return nil
  }
}
