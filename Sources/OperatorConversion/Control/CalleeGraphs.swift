// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

/// The functions of a program, and the graphs that they become where nodes call them.
final class CalleeGraphs {
  /// How nodes are converted, by TensorFlow's names.
  let conversions: [String: NamedConversion.Way]
  let resources = Resources()
  /// Which lines of Python made the nodes.
  let sourceLines: SourceLines?
  /// Whether nodes without a lite form stay what they are in TensorFlow.
  let keepsUnconverted: Bool
  /// Converted graphs, in the order of their numbers.
  private(set) var graphs: [Graph] = []

  private let functions: [String: Graph]
  /// How many graphs the program has before those.
  private let firstNumber: Int
  private var names: Set<String>
  private var knownPlaces: [String: [Int?]] = [:]
  /// Nodes converted so far, those of a loop's body each time anew.
  private var nodeCount = 0

  private static let nodeLimit = 2_000_000

  init(
    of functions: some Sequence<Graph>, behind others: some Collection<Graph>,
    conversions: [String: NamedConversion.Way], sourceLines: SourceLines?,
    keepsUnconverted: Bool
  ) {
    self.functions = Dictionary(functions.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    self.conversions = conversions
    self.sourceLines = sourceLines
    self.keepsUnconverted = keepsUnconverted
    firstNumber = others.count
    names = Set(others.map(\.name))
  }

  /// The function that an attribute of a node names.
  func function(
    _ attribute: Attribute?, of node: TensorFlowNode
  ) throws(ConversionError) -> Graph {
    guard case .function(let name)? = attribute else {
      throw node.error("names no function to call")
    }
    guard let function = functions[name] else {
      throw node.error("calls function '\(name)', which there is not")
    }
    return function
  }

  /// Counts a node that is about to be converted.
  ///
  /// - Throws: where loops inside of loops are converted anew without end.
  func countNode() throws(ConversionError) {
    nodeCount += 1
    guard nodeCount <= Self.nodeLimit else {
      throw ConversionError(
        "its loops and branches expand to more than \(Self.nodeLimit) nodes", stage: "legalize")
    }
  }

  /// Takes a converted graph in.
  ///
  /// - Returns: its number in the program.
  func add(_ graph: Graph) -> Int {
    var graph = graph
    let stem = graph.name
    var count = 0
    while !names.insert(graph.name).inserted {
      count += 1
      graph.name = "\(stem)_\(count)"
    }
    graphs.append(graph)
    return firstNumber + graphs.count - 1
  }

  /// Forgets all but the first `count` graphs.
  func keep(first count: Int) {
    for graph in graphs[count...] { names.remove(graph.name) }
    graphs.removeLast(graphs.count - count)
  }

  /// For each output of a function, the place of the input that it passes on unchanged; nil where it
  /// computes something.
  func passedOn(by function: Graph) -> [Int?] {
    if let places = knownPlaces[function.name] { return places }
    // Until the answer is there, nothing is said of a function that calls itself.
    knownPlaces[function.name] = Array(repeating: nil, count: function.outputs.count)
    let producers = function.producers
    let places = function.outputs.map { output in
      var value = output
      while let node = producers[value],
        let earlier = source(of: value, given: function.nodes[node.index])
      {
        value = earlier
      }
      return function.inputs.firstIndex(of: value)
    }
    knownPlaces[function.name] = places
    return places
  }

  /// The operand of a node that one of its results is; nil where it computes something.
  private func source(of result: ValueID, given node: Node) -> ValueID? {
    guard case .tensorFlow(let name, let attributes) = node.operation,
      let place = node.outputs.firstIndex(of: result), place < node.inputs.count
    else { return nil }
    if PassThrough.tensorFlowNames.contains(name) { return node.inputs[place] }
    guard name.hasSuffix("While"), case .function(let body)? = attributes["body"],
      let function = functions[body], place < function.outputs.count,
      passedOn(by: function)[place] == place
    else { return nil }
    return node.inputs[place]
  }
}
