// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What one operand of an operator may be, and what quantization does with it.
package struct OperandRule: Sendable {
  package enum Role: Sendable, Equatable {
    /// Data that flows; quantized when the operator is.
    case activation
    /// Constant weights, symmetric; per channel along `axis`, or per tensor if nil.
    case weights(axis: Int8?)
    /// int32 with scale = input scale × weights scale when the operator is quantized.
    case bias
    /// Axes, shapes, indices, conditions: never quantized.
    case control
    /// A tensor that keeps its value from one inference to the next, and which the operator
    /// overwrites.
    case state
  }

  /// As the operator's documentation calls it.
  package let name: StaticString
  package let isOptional: Bool
  package let role: Role
  package let types: ElementTypeSet

  package init(
    _ name: StaticString, _ role: Role = .activation, _ types: ElementTypeSet,
    isOptional: Bool = false
  ) {
    self.name = name
    self.role = role
    self.types = types
    self.isOptional = isOptional
  }
}

/// How the scales of an operator's quantized activations relate.
package enum ScaleRule: Sendable, Equatable {
  /// The operator has no quantized form, or none worth choosing: quotients, logarithms, roots and
  /// powers of 256 steps lose what small numbers say, and an int8 divisor may round to 0.
  case unquantized
  /// Each activation has a scale of its own.
  case free
  /// All activation inputs and all outputs share one scale and zero point.
  case shared
  /// The output's int8 scale and zero point are given by the format.
  case fixedOutput(scale: Float, zeroPoint: Int)
  /// Quantized inputs, output of another kind (indices, booleans). Inputs share one scale.
  case inputsOnly
}

/// An operator's contract in data: arity, types, roles, scales. Engines interpret it.
package struct OperandRules: Sendable {
  package let inputs: [OperandRule]
  package let outputs: [OperandRule]
  /// The last input may come any number of times, at least once.
  package let repeatsLastInput: Bool
  /// The last output may come any number of times, at least once.
  package let repeatsLastOutput: Bool
  /// The types of any number of further outputs, without a rule of their own.
  package let extraOutputs: ElementTypeSet
  package let scales: ScaleRule
  /// int8 weights with float activations are evaluated as such (dynamic range).
  package let allowsDynamicRange: Bool
  /// Types of the first activation beside which weights and biases may be computed while the model
  /// runs. Beside others the operator is prepared when they are there.
  package let packsComputed: ElementTypeSet
  /// Types that are computed as wider ones: operands are widened before, and results narrowed after;
  /// see ``PrepareContext/widen(_:)``.
  package let widens: ElementTypeSet

  package init(
    inputs: [OperandRule], outputs: [OperandRule], repeatsLastInput: Bool = false,
    repeatsLastOutput: Bool = false, extraOutputs: ElementTypeSet = [], scales: ScaleRule,
    allowsDynamicRange: Bool = false, packsComputed: ElementTypeSet = [],
    widens: ElementTypeSet = []
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.repeatsLastInput = repeatsLastInput
    self.repeatsLastOutput = repeatsLastOutput
    self.extraOutputs = extraOutputs
    self.scales = scales
    self.allowsDynamicRange = allowsDynamicRange
    self.packsComputed = packsComputed
    self.widens = widens
  }

  /// The rule of input `index`; nil beyond what the operator takes.
  package func input(_ index: Int) -> OperandRule? {
    index < inputs.count ? inputs[index] : repeatsLastInput ? inputs.last : nil
  }

  /// Whether weights or a bias, which are packed while the operator prepares, are not known yet.
  package func awaits(_ operands: [Operand?]) -> Bool {
    var isAwaiting = false
    for (index, operand) in operands.enumerated() {
      guard let operand else { continue }
      switch input(index)?.role {
      case .activation: if packsComputed.contains(operand.type) { return false }
      case .weights, .bias: isAwaiting = isAwaiting || operand.constant == nil
      default: continue
      }
    }
    return isAwaiting
  }

  /// Whether the operator overwrites input `index`.
  package func isState(_ index: Int) -> Bool { input(index)?.role == .state }

  /// The rule of output `index`; nil beyond what the operator gives.
  package func output(_ index: Int) -> OperandRule? {
    index < outputs.count ? outputs[index] : repeatsLastOutput ? outputs.last : nil
  }

  /// Checks arity, absence and types.
  ///
  /// - Throws: `OperatorError` that names the operand, what was found and what is allowed.
  package func check(inputs found: [ElementType?], outputs given: [ElementType])
    throws(OperatorError)
  {
    let required = inputs.prefix { !$0.isOptional }.count
    guard found.count >= required else {
      throw OperatorError("has \(found.count) inputs, needs \(required)")
    }
    for (index, type) in found.enumerated() {
      guard let rule = input(index) else {
        throw OperatorError("has \(found.count) inputs, takes \(inputs.count)")
      }
      try Self.check(type, rule)
    }
    guard given.count >= outputs.count else {
      throw OperatorError("has \(given.count) outputs, needs \(outputs.count)")
    }
    for (index, type) in given.enumerated() {
      guard let rule = output(index) else {
        if extraOutputs.contains(type) { continue }
        throw OperatorError("has \(given.count) outputs, gives \(outputs.count)")
      }
      try Self.check(type, rule)
    }
  }

  private static func check(_ type: ElementType?, _ rule: OperandRule) throws(OperatorError) {
    guard let type else {
      if rule.isOptional { return }
      throw OperatorError("'\(rule.name)' is absent but not optional")
    }
    guard rule.types.contains(type) else {
      throw OperatorError("'\(rule.name)' is \(type.name), allowed: \(rule.types.names)")
    }
  }
}
