// SPDX-License-Identifier: Apache-2.0
import GraphIR

/// Passes in an order in which each finds what it requires.
package struct PassPipeline: Sendable {
  /// A pass, or several that run again as long as one of them changes something.
  package enum Step: Sendable {
    case once(any GraphPass)
    case repeated([any GraphPass])
  }

  private let steps: [Step]
  /// Rounds of a repeated step before it is taken for endless.
  private static let roundLimit = 50

  /// - Parameter given: what holds before the first pass.
  /// - Precondition: every pass finds what it requires.
  package init(_ steps: [Step], given: Set<GraphProperty>) {
    var properties = given
    for step in steps {
      for pass in step.passes {
        let type = type(of: pass)
        precondition(
          type.requires.isSubset(of: properties),
          "\(type.name) needs \(type.requires.subtracting(properties)) first")
        properties.formUnion(type.establishes)
      }
    }
    self.steps = steps
  }

  /// The names of the passes, each once, in order.
  package var passNames: [String] {
    var names: [String] = []
    for step in steps {
      for pass in step.passes where !names.contains(type(of: pass).name) {
        names.append(type(of: pass).name)
      }
    }
    return names
  }

  /// Runs all passes over a program, which is verified after each.
  ///
  /// - Throws: what a pass throws, or where passes that repeat never come to rest; the program is of no use then.
  /// - Parameter observe: called after each pass with its name; in further rounds of repeated
  ///   passes only after those that changed something.
  package func apply(
    to program: inout Program, observe: (String, Program) -> Void = { _, _ in }
  ) throws(ConversionError) {
    for step in steps {
      switch step {
      case .once(let pass):
        _ = try run(pass, on: &program)
        observe(type(of: pass).name, program)
      case .repeated(let passes):
        var round = 0
        var hasChanged = true
        while hasChanged {
          hasChanged = false
          for pass in passes {
            let isNews = try run(pass, on: &program)
            if isNews || round == 0 { observe(type(of: pass).name, program) }
            hasChanged = hasChanged || isNews
            guard !isNews || round < Self.roundLimit else {
              throw ConversionError(
                "the pass still finds something to change after \(Self.roundLimit) rounds: what "
                  + "it does, another one undoes", stage: type(of: pass).name)
            }
          }
          round += 1
        }
      }
    }
  }

  /// Runs one pass over all graphs that run and verifies them if it changed one; whether it did.
  private func run(
    _ pass: any GraphPass, on program: inout Program
  ) throws(ConversionError) -> Bool {
    var hasChanged = false
    for index in program.runningGraphs.sorted() {
      // Nobody else holds the graph meanwhile, so that constants are freed where the pass drops them.
      var taken = Graph(name: "")
      swap(&program.graphs[index], &taken)
      var graph = IndexedGraph(consume taken)
      if try pass.run(on: &graph) {
        hasChanged = true
        program.redirectOutputs(ofGraph: index, by: graph.redirections)
      }
      program.graphs[index] = graph.finished()
    }
    if hasChanged { try program.checked(after: type(of: pass).name) }
    return hasChanged
  }
}

extension PassPipeline.Step {
  fileprivate var passes: [any GraphPass] {
    switch self {
    case .once(let pass): [pass]
    case .repeated(let passes): passes
    }
  }
}

extension Program {
  /// Makes signatures follow outputs that a pass has moved to another value.
  fileprivate mutating func redirectOutputs(ofGraph graph: Int, by map: [ValueID: ValueID]) {
    guard !map.isEmpty else { return }
    for index in signatures.indices where signatures[index].graph == graph {
      for argument in signatures[index].outputs.indices {
        var value = signatures[index].outputs[argument].value
        while let next = map[value] { value = next }
        signatures[index].outputs[argument].value = value
      }
    }
  }
}

extension Program {
  /// Checks what every stage may rely on, as ``verify(stage:)`` does.
  package func checked(after stage: String) throws(ConversionError) {
    do {
      try verify(stage: stage)
    } catch {
      throw error as? ConversionError ?? ConversionError("\(error)", stage: stage)
    }
  }
}
