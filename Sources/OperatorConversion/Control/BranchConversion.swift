// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Branches call one of several functions. Where it is known which, that one's nodes are taken in;
/// else each becomes a graph. A choice among more than two is made by one branch inside of another.
extension GraphConversion {
  mutating func convertBranches(
    _ node: Node, _ given: TensorFlowNode
  ) throws(ConversionError) {
    let functions = try branches(of: given)
    for function in functions
    where function.inputs.count != given.inputs.count - 1
      || function.outputs.count != node.outputs.count
    {
      throw given.error("does not fit the functions that it calls")
    }
    let selector = try given.input(0)
    if let place = try knownPlace(selector, given, count: functions.count) {
      return try takeIn(functions[place], node, given)
    }
    var callees: [Callee] = []
    let arguments = given.inputs.dropFirst().map { argument(for: $0, mayBeFixed: true) }
    for function in functions {
      callees.append(try Callee(function, arguments, self.callees))
    }
    var hasFailed = false
    for callee in callees where takeFailures(of: callee) { hasFailed = true }
    guard !hasFailed else { return }
    let kinds = try resultKinds(of: &callees, given)
    // Those that are passed as operands; the graphs have the others.
    let places = arguments.indices.filter { place in
      guard case .passed = arguments[place] else { return false }
      return callees.contains { $0.uses($0.conversion.old.inputs[place]) }
    }
    var numbers: [Int] = []
    for index in callees.indices {
      numbers.append(
        try callees[index].finished(inputs: places, takesPlace: !given.isTwoWay))
    }
    let operands = places.map { given.inputs[$0 + 1] }
    let results = try legalizer.converting(given) { (legalizer) throws(ConversionError) in
      guard !given.isTwoWay else {
        return legalizer.emitCall(
          .if(If(thenGraph: numbers[1], elseGraph: numbers[0])),
          [try legalizer.truth(of: selector)] + operands, results: kinds)
      }
      let place = try legalizer.place(selector, of: numbers.count)
      return try legalizer.choose(among: numbers[...], by: place, operands, kinds, self.callees)
    }
    define(node.outputs, as: results, inputs: [])
  }

  /// One graph calls the next for each of them.
  private static let branchLimit = 256

  /// In the order of the numbers that choose them; of a boolean, false is 0.
  private func branches(of given: TensorFlowNode) throws(ConversionError) -> [Graph] {
    if given.isTwoWay {
      return [
        try callees.function(given.attribute("else_branch"), of: given),
        try callees.function(given.attribute("then_branch"), of: given),
      ]
    }
    guard case .list(let list)? = given.attribute("branches"), !list.isEmpty else {
      throw given.error("has no branches")
    }
    guard list.count <= Self.branchLimit else {
      throw given.error("has \(list.count) branches, \(Self.branchLimit) are supported")
    }
    var functions: [Graph] = []
    for attribute in list { functions.append(try callees.function(attribute, of: given)) }
    return functions
  }

  /// Which branch is taken whatever the data are; nil where they decide.
  private func knownPlace(
    _ selector: ValueID, _ given: TensorFlowNode, count: Int
  ) throws(ConversionError) -> Int? {
    let known = legalizer.known(selector)
    guard let constant = known.constant else { return nil }
    if given.isTwoWay {
      return constant.bytes.contains { $0 != 0 } ? 1 : 0
    }
    guard let number = known.numbers?.first else { return nil }
    return (0..<count).contains(number) ? number : count - 1
  }

  /// Converts the nodes of a branch in place of the node that chooses it.
  private mutating func takeIn(
    _ branch: Graph, _ node: Node, _ given: TensorFlowNode
  ) throws(ConversionError) {
    var inner = GraphConversion(of: branch, named: branch.name, callees)
    inner.legalizer = legalizer
    for (input, value) in zip(branch.inputs, given.inputs.dropFirst()) {
      inner.map[input.index] = value
    }
    inner.convertNodes()
    var results: [ValueID?] = []
    for output in branch.outputs { results.append(try inner.newValue(of: output)) }
    legalizer = inner.legalizer
    failures += inner.failures
    for (output, result) in zip(node.outputs, results) { map[output.index] = result }
  }

  /// Types and sizes that the results have whichever branch gives them.
  private func resultKinds(
    of callees: inout [Callee], _ given: TensorFlowNode
  ) throws(ConversionError) -> [(type: ElementType, sizes: OpenShape?)] {
    var kinds: [(type: ElementType, sizes: OpenShape?)] = []
    for place in 0..<given.resultCount {
      for index in callees.indices {
        let output = callees[index].conversion.old.outputs[place]
        guard let known = try callees[index].known(output) else {
          throw given.error("a branch does not give result \(place)")
        }
        let sizes = callees[index].outer(known.sizes)
        guard index > 0 else {
          kinds.append((known.type, sizes))
          continue
        }
        guard kinds[place].type == known.type else {
          throw given.error(
            "result \(place) is \(kinds[place].type.name) or \(known.type.name), as the branch "
              + "gives it")
        }
        kinds[place].sizes = joined(kinds[place].sizes, sizes)
      }
    }
    return kinds
  }

  private func joined(_ a: OpenShape?, _ b: OpenShape?) -> OpenShape? {
    guard let a, let b, a.count == b.count else { return nil }
    return zip(a, b).map { $0 == $1 ? $0 : nil }
  }
}

extension TensorFlowNode {
  fileprivate var isTwoWay: Bool { operation.hasSuffix("If") }
}

extension Legalizer {
  /// A scalar as a boolean: whether it is not 0.
  fileprivate mutating func truth(of selector: ValueID) throws(ConversionError) -> ValueID {
    guard type(of: selector) != .bool else { return selector }
    let zero = try zero(of: type(of: selector))
    return try emit(.notEqual(NotEqual()), selector, zero)
  }

  /// The place that a number chooses: what is none counts as the last.
  fileprivate mutating func place(
    _ selector: ValueID, of count: Int
  ) throws(ConversionError) -> ValueID {
    let last = try scalar(count - 1)
    let isNegative = try emit(.less(Less()), selector, scalar(0))
    let place = try emit(.minimum(Minimum()), selector, last)
    return try emit(.selectV2(SelectV2()), isNegative, last, place)
  }

  /// Emits a branch to the first graph or, for more than two, to one that chooses among the others.
  ///
  /// The graphs take the place as their first input.
  fileprivate mutating func choose(
    among graphs: ArraySlice<Int>, by place: ValueID, _ operands: [ValueID],
    _ kinds: [(type: ElementType, sizes: OpenShape?)], _ callees: CalleeGraphs
  ) throws(ConversionError) -> [ValueID] {
    guard graphs.count > 1 else {
      return emitCall(.call(Call(graph: graphs.first!)), [place] + operands, results: kinds)
    }
    let isFirst = try emit(.equal(Equal()), place, scalar(graphs.startIndex))
    var rest = graphs.last!
    if graphs.count > 2 {
      var inner = Legalizer(graphName: graph.name, sharing: shared)
      let innerPlace = inner.define(argument: "place", type: .int32, sizes: [])
      let arguments = operands.map { operand in
        let known = known(operand)
        return inner.define(
          argument: graph[operand].name, type: known.type,
          sizes: known.sizes?.map { $0.number.map { Size($0) } })
      }
      let innerKinds = kinds.map { kind in
        (type: kind.type, sizes: kind.sizes?.map { $0?.number.map { Size($0) } })
      }
      let results = try inner.choose(
        among: graphs.dropFirst(), by: innerPlace, arguments, innerKinds, callees)
      inner.define(outputs: results)
      rest = callees.add(inner.graph)
    }
    let branch = If(thenGraph: graphs.first!, elseGraph: rest)
    return emitCall(.if(branch), [isFirst, place] + operands, results: kinds)
  }
}
