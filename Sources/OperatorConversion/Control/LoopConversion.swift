// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Loops call a condition and a body, both of which become graphs.
///
/// What a turn does not change is no value of the loop: constants are the graphs' own, so that layers
/// in a loop have constant weights, and behind the loop the operand itself is used. The sizes that
/// hold for every turn are found by converting the body until what it gives has the sizes that it
/// was called with: a size that a turn changes is open.
extension GraphConversion {
  mutating func convertLoop(
    _ node: Node, _ given: TensorFlowNode
  ) throws(ConversionError) {
    let condition = try callees.function(given.attribute("cond"), of: given)
    let body = try callees.function(given.attribute("body"), of: given)
    let count = given.inputs.count
    guard condition.inputs.count == count, condition.outputs.count == 1,
      body.inputs.count == count, body.outputs.count == count, node.outputs.count == count
    else { throw given.error("does not fit the functions that it calls") }
    let isPassedOn = callees.passedOn(by: body).enumerated().map { $0.element == $0.offset }
    let (arguments, steady) = try steadyTurn(of: body, isPassedOn, given)
    var turn = steady
    guard !takeFailures(of: turn) else { return }
    var test = try Callee(condition, arguments, callees)
    guard !takeFailures(of: test) else { return }
    guard let decision = try test.known(condition.outputs[0]), decision.type == .bool else {
      throw given.error("its condition gives no boolean")
    }
    let carried = (0..<count).filter { place in
      guard case .passed = arguments[place] else { return false }
      return !isPassedOn[place] || turn.uses(body.inputs[place], butOutput: place)
        || test.uses(condition.inputs[place])
    }
    guard !carried.isEmpty else { throw given.error("changes nothing and never ends") }
    let operation = While(
      conditionGraph: try test.finished(inputs: carried),
      bodyGraph: try turn.finished(inputs: carried, outputs: carried))
    let operands = given.inputs.map { legalizer.pendingLists[$0]?.settled ?? $0 }
    let kinds = carried.map { place -> (type: ElementType, sizes: OpenShape?) in
      guard case .passed(let type, let sizes) = arguments[place] else { return (.float32, nil) }
      return (type, sizes)
    }
    let results = try legalizer.converting(given) { (legalizer) throws(ConversionError) in
      legalizer.emitCall(.while(operation), carried.map { operands[$0] }, results: kinds)
    }
    for place in 0..<count where isPassedOn[place] {
      map[node.outputs[place].index] = operands[place]
    }
    for (place, result) in zip(carried, results) where !isPassedOn[place] {
      define([node.outputs[place]], as: [result], inputs: [])
    }
  }

  /// The body converted for arguments that describe every turn.
  private mutating func steadyTurn(
    of body: Graph, _ isPassedOn: [Bool], _ given: TensorFlowNode
  ) throws(ConversionError) -> (arguments: [CalleeArgument], turn: Callee) {
    // Each round opens a size or settles a list.
    let roundLimit = 64
    var arguments = zip(given.inputs, isPassedOn).map { argument(for: $0, mayBeFixed: $1) }
    for _ in 0..<roundLimit {
      let callCount = callees.graphs.count
      var turn = try Callee(body, arguments, callees)
      let next = try self.arguments(
        after: &turn, calledWith: arguments, isPassedOn, of: body, given)
      guard let next else { return (arguments, turn) }
      arguments = next
      callees.keep(first: callCount)
    }
    throw given.error("the shapes of what it carries change without end")
  }

  /// What a further turn is called with; nil where that is what this one was called with.
  private mutating func arguments(
    after turn: inout Callee, calledWith arguments: [CalleeArgument], _ isPassedOn: [Bool],
    of body: Graph, _ given: TensorFlowNode
  ) throws(ConversionError) -> [CalleeArgument]? {
    var next = arguments
    var hasChanged = false
    for place in arguments.indices where !isPassedOn[place] {
      switch arguments[place] {
      case .fixed, .handle: continue
      case .pending:
        guard let sizes = turn.elementSizes(ofList: body.inputs[place]) else { continue }
        try settle(given.inputs[place], elementSizes: sizes, given: given)
        next[place] = argument(for: given.inputs[place], mayBeFixed: false)
        hasChanged = true
      case .passed(let type, let sizes):
        guard let result = try turn.known(body.outputs[place]) else { continue }
        guard result.type == type else {
          throw given.error(
            "'\(body[body.inputs[place]].name)' is \(type.name) before a turn and "
              + "\(result.type.name) behind it")
        }
        let before = try turn.known(body.inputs[place])?.sizes
        guard let before, before != result.sizes else { continue }
        let wider = widened(sizes, before: before, after: result.sizes)
        guard wider != sizes else { continue }
        next[place] = .passed(type, wider)
        hasChanged = true
      }
    }
    return hasChanged ? next : nil
  }

  /// The sizes that hold before and after a turn, as the caller knows them.
  private func widened(_ outer: OpenShape?, before: [Size], after: [Size]?) -> OpenShape? {
    guard let outer, let after, after.count == before.count else { return nil }
    return outer.indices.map { before[$0] == after[$0] ? outer[$0] : nil }
  }
}
