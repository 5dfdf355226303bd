// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Each question is one switch over all operators. Engines are written against these: code that is
/// generic over operators is compiled once for each of them.
extension Operator: OperatorContract {
  package var operandRules: OperandRules { read(RulesReader()) }
  package var reach: OperatorReach { read(ReachReader()) }
  package var overwritableInputs: [Int] { read(OverwritableReader()) }
  package var mapsElements: Bool { read(MapsReader()) }
  package var readsOnlyShapes: Bool { read(ShapeUseReader()) }
  package var fusedActivation: FusedActivation? { read(ActivationReader()) }
  package var effects: OperatorEffects { read(EffectsReader()) }
  package var action: OperatorAction { read(ActionReader()) }

  /// The operator's number in the format.
  package var builtin: BuiltinOperator { read(BuiltinReader()) }

  package func fusing(_ activation: FusedActivation) -> Operator? {
    read(ActivationFuser(activation: activation))
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    read(TypeRule(inputs: inputs))
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    var rule = ShapeRule(inputs: inputs, outputCount: outputCount)
    return try accept(&rule)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    var preparation = Preparation(context: context)
    defer { context = preparation.context }
    return try accept(&preparation)
  }

  private func read<Reader: OperatorVisitor>(_ reader: Reader) -> Reader.Result
  where Reader.Failure == Never {
    var reader = reader
    return accept(&reader)
  }
}

private struct RulesReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> OperandRules {
    operation.operandRules
  }
}

private struct ReachReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> OperatorReach { operation.reach }
}

private struct OverwritableReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> [Int] { operation.overwritableInputs }
}

private struct MapsReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> Bool { operation.mapsElements }
}

private struct ShapeUseReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> Bool { operation.readsOnlyShapes }
}

private struct ActivationReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> FusedActivation? {
    operation.fusedActivation
  }
}

private struct EffectsReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> OperatorEffects { operation.effects }
}

private struct ActionReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> OperatorAction { operation.action }
}

private struct BuiltinReader: OperatorVisitor {
  func visit<Operation: LiteOperator>(_ operation: Operation) throws(Never) -> BuiltinOperator {
    Operation.builtin
  }
}

private struct ActivationFuser: OperatorVisitor {
  let activation: FusedActivation

  func visit(_ operation: some LiteOperator) throws(Never) -> Operator? {
    operation.fusing(activation)
  }
}

private struct TypeRule: OperatorVisitor {
  let inputs: [ElementType?]

  func visit(_ operation: some LiteOperator) throws(Never) -> [ElementType] {
    operation.resultTypes(inputs)
  }
}

private struct ShapeRule: OperatorVisitor {
  let inputs: [Operand?]
  let outputCount: Int

  func visit(_ operation: some LiteOperator) throws(OperatorError) -> [Shape] {
    try operation.resultShapes(inputs, outputCount: outputCount)
  }
}

private struct Preparation: OperatorVisitor {
  var context: PrepareContext

  mutating func visit(_ operation: some LiteOperator) throws(OperatorError) -> Evaluation {
    try operation.prepare(&context)
  }
}

extension Operator {
  /// Whether the results depend on the operands alone and nothing else happens.
  package var isPure: Bool {
    if case .none = effects { true } else { false }
  }

  /// Whether it can be computed from operands that are all known, outside of a model.
  package var isFoldable: Bool {
    if case .list = action { false } else { isPure }
  }

  /// Whether running it does something that others may see, even if nobody uses its results.
  package var changesState: Bool {
    switch effects {
    case .none, .readsState, .random: false
    case .writesState, .keepsState, .ofCallees: true
    }
  }
}
