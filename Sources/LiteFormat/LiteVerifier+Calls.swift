// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension LiteVerifier {
  /// V22. Takes away subgraphs that call none of those left, until none is left or every one of
  /// them calls another: then following the calls leads into a ring.
  func checkCalls() throws(FormatError) {
    let count = model.subgraphs.count
    var callees = [[Int]](repeating: [], count: count)
    var callers = [[Int]](repeating: [], count: count)
    var callCount = 0
    for index in 0..<count {
      callees[index] = try self.callees(of: index)
      callCount += callees[index].count
      // Vectors of callees may be shared by operators; real models have a few calls.
      if callCount > 1 << 20 { throw FormatError("the subgraphs call each other too often") }
      for callee in callees[index] { callers[callee].append(index) }
    }
    var waiting = callees.map { $0.count }
    var ready = (0..<count).filter { waiting[$0] == 0 }
    var takenCount = 0
    while let index = ready.popLast() {
      takenCount += 1
      for caller in callers[index] {
        waiting[caller] -= 1
        if waiting[caller] == 0 { ready.append(caller) }
      }
    }
    guard takenCount < count, var member = waiting.firstIndex(where: { $0 > 0 }) else { return }
    for _ in 0..<count {  // after as many steps as there are subgraphs, we are in the ring
      member = callees[member].first { waiting[$0] > 0 } ?? member
    }
    throw FormatError(  // V22
      "\(Self.label("subgraph", member, model.subgraphs[member].name)) calls itself")
  }

  /// The subgraphs that the operators of subgraph `index` call, with repetitions.
  private func callees(of index: Int) throws(FormatError) -> [Int] {
    var result: [Int] = []
    let subgraph = model.subgraphs[index]
    for (position, entry) in subgraph.operators.enumerated() {
      do throws(FormatError) {
        for callee in try callees(of: entry) {
          guard callee >= 0, callee < model.subgraphs.count else {  // V22
            throw FormatError(
              "calls subgraph \(callee), the model has \(model.subgraphs.count)")
          }
          result.append(callee)
        }
      } catch {
        let place = Self.label("subgraph", index, subgraph.name)
        throw error.inside("operator \(position) \(entry.name)").inside("\(place)")
      }
    }
    return result
  }

  private func callees(of entry: LiteModel.OperatorEntry) throws(FormatError) -> [Int] {
    let options = OptionsReader(of: entry, in: bytes)
    switch entry.code {
    case .if:
      let view = try IfOptionsView(options)
      return [view.thenSubgraphIndex, view.elseSubgraphIndex]
    case .while:
      let view = try WhileOptionsView(options)
      return [view.condSubgraphIndex, view.bodySubgraphIndex]
    case .callOnce: return [try CallOnceOptionsView(options).initSubgraphIndex]
    case .call: return [try CallOptionsView(options).subgraph]
    case .stablehloWhile:
      let view = try StablehloWhileOptionsView(options)
      return [view.condSubgraphIndex, view.bodySubgraphIndex]
    case .stablehloCase:
      return try StablehloCaseOptionsView(options).branchSubgraphIndices.array.map(Int.init)
    case .stablehloReduce: return [try StablehloReduceOptionsView(options).bodySubgraphIndex]
    case .stablehloReduceWindow:
      return [try StablehloReduceWindowOptionsView(options).bodySubgraphIndex]
    case .stablehloSort:
      return [try StablehloSortOptionsView(options).comparatorSubgraphIndex]
    case .stablehloScatter:
      return [try StablehloScatterOptionsView(options).updateComputationSubgraphIndex]
    case .stablehloComposite:
      return [try StableHLOCompositeOptionsView(options).decompositionSubgraphIndex]
    default: return []
    }
  }
}
