// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One operator of the lite format: its attributes, its contract, its shape rule, its kernels.
package protocol LiteOperator: Sendable, Hashable {
  /// The operator's number in the format.
  static var builtin: BuiltinOperator { get }

  /// Arity, types, roles and scales of the operands.
  var operandRules: OperandRules { get }

  /// The attributes from a file's options; absent options are their defaults.
  init(reading options: borrowing OptionsReader) throws(FormatError)

  /// The types of the results for given input types; by default that of the first input.
  func resultTypes(_ inputs: [ElementType?]) -> [ElementType]

  /// The shapes of the results.
  ///
  /// - Parameter inputs: arity and types checked; values where known.
  /// - Parameter outputCount: how many results the model asks for.
  func resultShapes(_ inputs: [Operand?], outputCount: Int) throws(OperatorError) -> [Shape]

  /// How many elements each element of result 0 is computed from; one, for most.
  var reach: OperatorReach { get }

  /// Does all checks and all work that needs no data, and returns what is called at each
  /// inference.
  func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation

  /// The inputs whose memory output 0 may take over, element by element.
  var overwritableInputs: [Int] { get }

  /// Whether each element of the one result depends on no more than the elements at its place in
  /// the inputs, these being broadcast.
  var mapsElements: Bool { get }

  /// Whether the results depend on the inputs' shapes alone, never on their elements.
  var readsOnlyShapes: Bool { get }

  /// The activation that it applies to its result; nil where it cannot have one.
  var fusedActivation: FusedActivation? { get }

  /// The operator with an activation; nil where it cannot have one.
  func fusing(_ activation: FusedActivation) -> Operator?

  /// What running it does beside giving its results; nothing, for most.
  var effects: OperatorEffects { get }

  /// How an engine comes by the results; by the operator's own kernels, for most.
  var action: OperatorAction { get }
}

extension LiteOperator {
  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [inputs[0]!]
  }

  package var reach: OperatorReach { .one }

  package var overwritableInputs: [Int] { [] }

  package var mapsElements: Bool { false }

  package var readsOnlyShapes: Bool { false }

  package var fusedActivation: FusedActivation? { nil }

  package func fusing(_ activation: FusedActivation) -> Operator? { nil }

  package var effects: OperatorEffects { .none }

  package var action: OperatorAction { .kernels }
}

/// An operator without attributes.
package protocol AttributeFreeOperator: LiteOperator {
  init()
}

extension AttributeFreeOperator {
  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init()
  }
}

/// An operator whose result has the shape of input 0.
package protocol SameShapeOperator: LiteOperator {}

extension SameShapeOperator {
  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [inputs[0]!.shape]
  }
}

/// An operator that can apply an activation to its result.
package protocol ActivatedOperator: LiteOperator {
  var activation: FusedActivation { get set }

  /// Itself among all operators.
  var asOperator: Operator { get }
}

extension ActivatedOperator {
  package var fusedActivation: FusedActivation? { activation }

  package func fusing(_ activation: FusedActivation) -> Operator? {
    var operation = self
    operation.activation = activation
    return operation.asOperator
  }
}
