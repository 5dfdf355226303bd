// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// What a handle of a graph stands for.
enum Resource {
  case variable(Variable)
  /// A table of this name.
  case table(String)
  /// An array of tensors, whose elements flow beside the handle.
  case array(grows: Bool)

  struct Variable {
    let handle: VarHandle
    let type: ElementType
    /// Nil where not even the rank is fixed.
    let shape: [Int?]?
  }
}

/// The variables and tables of a program, which all of its graphs share.
final class Resources {
  /// What a table holds, one value for each key; its number among the tables of the file.
  struct Table {
    let keys: Value
    let values: Value
    fileprivate(set) var id: Int?
  }

  private var variables: [(handle: VarHandle, initial: Value)] = []
  private var variableNames: Set<String> = []
  private(set) var tables: [String: Table] = [:]
  private var tablesInUse: [String] = []

  /// Notes what a variable holds before a graph assigns it.
  func note(_ handle: VarHandle, initial: Value) {
    guard variableNames.insert("\(handle.container)\0\(handle.sharedName)").inserted else { return }
    variables.append((handle, initial))
  }

  func note(table: String, keys: Value, values: Value) {
    if tables[table] == nil { tables[table] = Table(keys: keys, values: values) }
  }

  /// The operator that makes the handle of a table, which is then filled before any graph runs.
  func use(table: String) -> Hashtable? {
    guard var entry = tables[table] else { return nil }
    if entry.id == nil {
      entry.id = tablesInUse.count
      tables[table] = entry
      tablesInUse.append(table)
    }
    return Hashtable(id: entry.id!, keys: entry.keys.type, values: entry.values.type)
  }

  /// A graph that gives all variables and tables what they hold at first; nil where there are none.
  func initialization(named name: String) -> Graph? {
    guard !variables.isEmpty || !tablesInUse.isEmpty else { return nil }
    var graph = Graph(name: name)
    for (handle, initial) in variables {
      let variable = graph.append(
        .lite(.varHandle(handle)), name: handle.sharedName, inputs: [],
        results: [Value(name: handle.sharedName, type: .resource, shape: [])])
      graph.append(
        .lite(.assignVariable(AssignVariable())), name: handle.sharedName,
        inputs: [variable[0], graph.add(initial)], results: [])
    }
    for table in tablesInUse {
      let (entry, operation) = (tables[table]!, use(table: table)!)
      let handle = graph.append(
        .lite(.hashtable(operation)), name: table, inputs: [],
        results: [Value(name: table, type: .resource, shape: [1])])
      graph.append(
        .lite(.hashtableImport(HashtableImport())), name: table,
        inputs: [handle[0], graph.add(entry.keys), graph.add(entry.values)], results: [])
    }
    return graph
  }
}

extension Program {
  /// Makes every graph that a signature calls, and that comes to use variables or tables, begin with
  /// their initialization.
  mutating func initialize(_ resources: Resources) {
    guard var graph = resources.initialization(named: "initialization") else { return }
    let names = Set(graphs.map(\.name))
    while names.contains(graph.name) { graph.name += "_" }
    let number = graphs.count
    for main in Set(signatures.map(\.graph)) where usesResources(main) {
      graphs[main].insert(
        [
          GraphIR.Node(
            name: graph.name, operation: .lite(.callOnce(CallOnce(graph: number))), inputs: [],
            outputs: [])
        ], before: NodeID(index: 0))
    }
    graphs.append(graph)
  }

  /// Whether a graph, or one that it comes to call, uses a variable or a table.
  private func usesResources(_ start: Int) -> Bool {
    var seen: Set<Int> = []
    var waiting = [start]
    while let number = waiting.popLast() {
      guard seen.insert(number).inserted else { continue }
      for case .lite(let operation) in graphs[number].nodes.map(\.operation) {
        switch operation {
        case .varHandle, .hashtable: return true
        default: waiting += operation.action.callees
        }
      }
    }
    return false
  }
}
