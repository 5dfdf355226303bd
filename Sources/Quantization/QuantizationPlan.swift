// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// What becomes of every value and layer of a program, decided before anything is changed.
///
/// It follows from the program, a recipe and the ranges of activations, and can be printed
/// (``text``), edited (``keepFloat(layer:of:because:)``, ``setRange(_:of:in:)``), checked
/// (``verify()``) and carried out (``quantizedProgram()``).
package struct QuantizationPlan: Sendable {
  package let program: Program
  package let recipe: Recipe
  /// Element type of the program's inputs and outputs that are float: float32, int8 or uint8; int16 if
  /// activations are.
  package let io: ElementType
  package internal(set) var graphs: [GraphPlan] = []

  /// The ranges that calibration found, by graph and value.
  let ranges: [[ValueRange]]
  /// What was decided by hand, by graph.
  private var edits: [GraphEdits]
  private let scopes: [GraphScope]

  /// - Parameter ranges: those that calibration found, by graph and value; empty if there was none.
  /// - Throws: `ConversionError` for a rule that selects nothing, and where `io` asks for integers
  ///   in an output of which no range is known, or in a graph to which others pass floats.
  package init(
    _ program: Program, recipe: Recipe, ranges: [[ValueRange]] = [], io: ElementType = .float32
  ) throws(ConversionError) {
    self.program = program
    self.recipe = recipe
    try recipe.checkScheme(io: io)
    self.io = io
    self.ranges = ranges.isEmpty ? program.graphs.map { _ in [] } : ranges
    edits = program.graphs.map { _ in GraphEdits() }
    scopes = zip(program.signaturesOfGraphs, program.loopDeciders).map {
      GraphScope(signatures: $0, loopDeciders: $1)
    }
    if io != .float32, let called = program.calledSignature {
      throw ConversionError(
        "the graph of signature '\(called)' is called by another graph, which passes it floats; "
          + "leave --io float32", stage: "quantize")
    }
    try program.checkRules(of: recipe, scopes: scopes)
    for index in program.graphs.indices { graphs.append(try plan(index)) }
  }

  /// Leaves a layer float.
  ///
  /// - Parameter layer: the node's place in the graph.
  /// - Parameter reason: why, in words.
  package mutating func keepFloat(
    layer: Int, of graph: Int, because reason: String
  ) throws(ConversionError) {
    edits[graph].floatLayers[layer] = reason
    graphs[graph] = try plan(graph)
  }

  /// Lets the integers of a value, and of those that share its scale, cover a range other than the
  /// one seen.
  package mutating func setRange(
    _ range: ValueRange, of value: ValueID, in graph: Int
  ) throws(ConversionError) {
    edits[graph].ranges[value] = range
    graphs[graph] = try plan(graph)
  }

  private func plan(_ graph: Int) throws(ConversionError) -> GraphPlan {
    // Graphs that others call take and give floats.
    let isMain = program.signatures.contains { $0.graph == graph }
    var planner = GraphPlanner(
      program.graphs[graph], recipe: recipe, scope: scopes[graph], edits: edits[graph],
      io: isMain ? io : .float32)
    return try planner.plan(ranges: ranges[graph])
  }
}

/// How a graph stands in its program.
struct GraphScope: Sendable {
  /// The keys of the signatures that run it.
  let signatures: Set<String>
  /// Nodes that decide how often a loop turns.
  let loopDeciders: Set<Int>
}

/// Decisions of one graph that were made by hand.
struct GraphEdits: Sendable {
  /// Why a layer is to stay float, by the node's place.
  var floatLayers: [Int: String] = [:]
  var ranges: [ValueID: ValueRange] = [:]
}

/// What becomes of one graph.
package struct GraphPlan: Hashable, Sendable {
  package let name: String
  /// Element type of inputs and outputs that are float in the source.
  package let io: ElementType
  package let scheme: IntegerScheme
  /// One for each node, in their order.
  package var layers: [LayerPlan]
  /// The integer form of each float value that has one with the same scale for all its users.
  package var activations: [ValueID: QuantizationPlan.Activation]
}

extension QuantizationPlan {
  /// How one value is written in integers.
  package struct Activation: Hashable, Sendable {
    package var quantization: Quantization
    package var origin: Origin
    /// Other values that must have the same scale.
    package var sharedWith: [ValueID] = []
  }

  /// Where a scale comes from.
  package enum Origin: Hashable, Sendable {
    /// Covers the range that calibration saw.
    case seen(ValueRange)
    /// Covers the constant's own range.
    case constant(ValueRange)
    /// Fixed by the format.
    case format
    /// Covers a range set by hand.
    case set(ValueRange)
  }
}

/// What becomes of one node.
package struct LayerPlan: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    /// Takes and gives integers.
    case integer
    /// int8 weights, float activations.
    case dynamicRange
    /// Float, from constants that are stored in int8.
    case storedInteger
    /// Float, from constants that are stored in half precision.
    case float16
    /// As it is; the reason in words.
    case float(String)
    /// Has neither float operands nor float results.
    case notFloat
  }

  /// A constant operand in its new type.
  package struct Constant: Hashable, Sendable {
    package var type: ElementType
    /// Nil for half floats.
    package var quantization: Quantization?
  }

  package let name: String
  package let builtin: BuiltinOperator
  package var form: Form
  /// The rule of the recipe that decided, counted from 1; nil where none selects the layer.
  package let rule: Int?
  /// Operands that are constants of this layer's own, by place.
  package var constants: [Int: Constant] = [:]
  /// Scales that the format fixes for the results, where their users read another, by place.
  package var fixedResults: [Int: Quantization] = [:]
}

extension Program {
  /// For each graph, the keys of the signatures that run it.
  fileprivate var signaturesOfGraphs: [Set<String>] {
    var keys: [Set<String>] = graphs.map { _ in [] }
    for signature in signatures {
      var waiting = [signature.graph]
      while let graph = waiting.popLast() {
        if keys[graph].insert(signature.key).inserted { waiting += graphs[graph].callees }
      }
    }
    return keys
  }

  /// The key of a signature whose graph is also called by another graph, if there is one.
  fileprivate var calledSignature: String? {
    let called = graphs.reduce(into: Set<Int>()) { $0.formUnion($1.callees) }
    return signatures.first { called.contains($0.graph) }?.key
  }

  /// - Throws: for a rule that selects no layer.
  fileprivate func checkRules(of recipe: Recipe, scopes: [GraphScope]) throws(ConversionError) {
    for (index, rule) in recipe.rules.enumerated() where !rule.selectsAll {
      let selects = zip(graphs, scopes).contains { graph, scope in
        graph.nodes.contains { node in
          guard case .lite(let operation) = node.operation else { return false }
          return rule.selects(
            operation.builtin, names: graph.layerNames(of: node), signatures: scope.signatures)
        }
      }
      guard selects else {
        throw ConversionError(
          "rule \(index + 1) selects no layer: \(rule)", stage: "recipe")
      }
    }
  }
}

extension Graph {
  /// What rules may call a node: its own name and those of its results.
  func layerNames(of node: Node) -> [String] {
    [node.name] + node.outputs.map { self[$0].name }
  }
}
