// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Turns graphs of TensorFlow operators into graphs of lite operators.
///
/// Nodes that only pass a value on vanish. All nodes that cannot be converted are reported at
/// once; those that only depend on one of them are not.
package struct Legalization {
  private let conversions: [String: NamedConversion.Way]
  private let keepsUnconverted: Bool

  /// - Parameter keepsUnconverted: whether nodes without a lite form stay what they are in
  ///   TensorFlow, for the file to hold as custom operators.
  package init(keepsUnconverted: Bool = false) {
    self.keepsUnconverted = keepsUnconverted
    let named = namedConversions.map { ($0.names, NamedConversion.Way.operation($0.operation)) }
    let others = allConversions.map { ($0.tensorFlowNames, NamedConversion.Way.emission($0)) }
    var conversions: [String: NamedConversion.Way] = [:]
    for (names, way) in named + others {
      for name in names {
        precondition(conversions[name] == nil, "\(name) is converted twice")
        conversions[name] = way
      }
    }
    self.conversions = conversions
  }

  /// Every TensorFlow operator that can be converted.
  package var tensorFlowNames: [String] {
    (conversions.keys + GraphConversion.controlFlowNames).sorted()
  }

  /// The program with all graphs converted; signatures follow their values.
  ///
  /// The graphs that signatures call come first; functions become graphs behind them where nodes
  /// call them, one for each way of calling.
  ///
  /// Inputs of open batch sizes may have different ones. Where a model needs them to be one, as one does
  /// whose recurrent layer begins with a state that is an input, they are taken for one, with a warning.
  package func legalized(_ program: Program) throws(ConversionError) -> Program {
    do throws(ConversionError) {
      return try legalized(program, sharesBatch: false, keepsUnconverted: false)
    } catch {
      let names = program.inputsOfOpenBatch
      if names.count > 1,
        var result = try? legalized(program, sharesBatch: true, keepsUnconverted: false)
      {
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        result.warnings.append(
          .warning(
            "inputs \(list) are taken to have the same batch size",
            remedy: "give them the same when the model runs, or fix it with --input-shape"))
        return result
      }
      guard keepsUnconverted else { throw error }
      return try legalized(program, sharesBatch: false, keepsUnconverted: true)
    }
  }

  private func legalized(
    _ program: Program, sharesBatch: Bool, keepsUnconverted: Bool
  ) throws(ConversionError) -> Program {
    let mainCount = 1 + (program.signatures.map(\.graph).max() ?? -1)
    let callees = CalleeGraphs(
      of: program.graphs.dropFirst(mainCount), behind: program.graphs.prefix(mainCount),
      conversions: conversions, sourceLines: program.sourceLines,
      keepsUnconverted: keepsUnconverted)
    if let name = program.initializer { try callees.fillTables(by: name) }
    var graphs: [Graph] = []
    var maps: [[ValueID?]] = []
    var failures: [ConversionError] = []
    for graph in program.graphs.prefix(mainCount) {
      do throws(ConversionError) {
        let (converted, map) = try legalized(graph, callees, sharesBatch: sharesBatch)
        graphs.append(converted)
        maps.append(map)
      } catch {
        failures.append(error)
      }
    }
    if let error = ConversionError(joining: failures) { throw error }
    var signatures = program.signatures
    for index in signatures.indices {
      let map = maps[signatures[index].graph]
      for argument in signatures[index].inputs.indices {
        let old = signatures[index].inputs[argument].value
        signatures[index].inputs[argument].value = map[old.index]!
      }
      for argument in signatures[index].outputs.indices {
        let old = signatures[index].outputs[argument].value
        signatures[index].outputs[argument].value = map[old.index]!
      }
    }
    var result = program
    (result.graphs, result.signatures) = (graphs + callees.graphs, signatures)
    result.initializer = nil
    result.initialize(callees.resources)
    return result
  }

  /// One graph converted, and the new value for each old one that is still there.
  private func legalized(
    _ graph: Graph, _ callees: CalleeGraphs, sharesBatch: Bool
  ) throws(ConversionError) -> (Graph, [ValueID?]) {
    var conversion = GraphConversion(of: graph, named: graph.name, callees)
    try conversion.defineInputs(sharingBatch: sharesBatch)
    conversion.convertNodes()
    return try conversion.finished()
  }
}

extension Program {
  /// The names of the inputs of signatures whose first size is open, where several are of one signature.
  fileprivate var inputsOfOpenBatch: [String] {
    for signature in signatures {
      let open = signature.inputs.filter { graphs[signature.graph].hasOpenBatch($0.value) }
      if open.count > 1 { return open.map(\.name) }
    }
    return []
  }
}

extension Graph {
  func hasOpenBatch(_ value: ValueID) -> Bool {
    if let shape = self[value].shape, let first = shape.first { first == nil } else { false }
  }
}

extension CalleeGraphs {
  /// Notes what the function that runs when a model is loaded puts into tables.
  fileprivate func fillTables(by name: String) throws(ConversionError) {
    let node = TensorFlowNode(
      name: name, operation: "PartitionedCall", inputs: [], resultCount: 0, attributes: [:])
    let function = try function(.function(name), of: node)
    // What it does beside is of no concern unless a table is missing where it is used.
    var conversion = GraphConversion(of: function, named: name, self)
    conversion.convertNodes()
  }
}
