// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One operator of the lite format: its attributes, its contract, its shape rule, its kernels.
package protocol LiteOperator: OperatorContract, Sendable, Hashable {
  /// The operator's number in the format.
  static var builtin: BuiltinOperator { get }

  /// The attributes from a file's options; absent options are their defaults.
  init(reading options: borrowing OptionsReader) throws(FormatError)
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
