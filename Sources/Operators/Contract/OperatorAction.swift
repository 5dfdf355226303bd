// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What an operator's results depend on, and what running it does, beside operands and results.
///
/// The order of operators, folding, the removal of dead and of repeated ones follow from it.
package enum OperatorEffects: Sendable {
  /// The results follow from the operands, and nothing else happens.
  case none
  /// The results depend on state that other operators change.
  case readsState
  /// Running it changes state.
  case writesState
  /// Its results depend on what it was given before, which it keeps.
  case keepsState
  /// Results differ from run to run.
  case random
  /// Those of the operators in the graphs that it calls.
  case ofCallees
}

/// How an engine comes by an operator's results.
package enum OperatorAction: Sendable {
  /// Shapes and kernels are the operator's own: ``LiteOperator/resultShapes(_:outputCount:)`` and
  /// ``LiteOperator/prepare(_:)``.
  case kernels
  /// As ``kernels``, but only when the data are there: it makes strings, for whose bytes it asks
  /// ``PrepareContext/text(byteCount:)``. They live until the inference's results are let go.
  case texts
  /// Operand 0 is the place of the graph that is called with the other operands; a boolean is 0 or 1,
  /// what is no place counts as the last.
  case branch([Int])
  /// The body is called with the operands, then with its own results, as long as the condition,
  /// called with the same, says true. The results are those of the last turn, or the operands.
  case loop(condition: Int, body: Int)
  /// A graph is called with the operands.
  case call(graph: Int)
  /// A graph is called, without operands, unless it has been since the state began.
  case callOnce(graph: Int)
  /// The result stands for the variable of this name.
  case variable(name: String)
  /// The value of the variable for which operand 0 stands.
  case readVariable
  /// The variable for which operand 0 stands takes operand 1 as its value.
  case assignVariable
  /// The result stands for the table of this number, with keys and values of these types.
  case table(id: Int, keys: ElementType, values: ElementType)
  /// What the table for which operand 0 stands has for the keys in operand 1, or else operand 2.
  case findInTable
  /// The table for which operand 0 stands takes operand 1 as keys and operand 2 as their values,
  /// unless it has been filled.
  case fillTable
  /// How many keys the table has for which operand 0 stands.
  case tableSize
  /// The operands behind the first two are written to the file that operand 0 names.
  case saveTensors
  /// The result is what the file that operand 0 names has under the name that operand 1 says.
  case restoreTensor
  /// A list of tensors is made, read or changed.
  case list(ListOperator)

  /// Whether operand 0 is a handle, which stands for a variable or a table.
  package var readsHandle: Bool {
    switch self {
    case .readVariable, .assignVariable, .findInTable, .fillTable, .tableSize: true
    default: false
    }
  }

  /// The graphs that may be called, by their numbers in the model.
  package var callees: [Int] {
    switch self {
    case .branch(let graphs): graphs
    case .loop(let condition, let body): [condition, body]
    case .call(let graph), .callOnce(let graph): [graph]
    default: []
    }
  }
}

/// An operator that no kernel computes: the engine that runs graphs does what its
/// ``LiteOperator/action`` says.
package protocol EngineOperator: LiteOperator {}

extension EngineOperator {
  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    throw OperatorError("cannot run outside of a model")
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    throw OperatorError("cannot run outside of a model")
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    inputs.map { $0 ?? .float32 }
  }
}
