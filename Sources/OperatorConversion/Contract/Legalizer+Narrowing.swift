// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Operands in types that an operator takes.
///
/// TensorFlow counts sizes in int64, too; few lite operators do. Axes, shapes and indices, and integers
/// that follow from sizes, fit int32. Other operands stay as they are, and are refused.
struct Narrowing {
  fileprivate(set) var inputs: [ValueID?]
  /// Whether operands that are no control were narrowed, so that results are to be widened.
  fileprivate(set) var hasNarrowed = false

}

extension Legalizer {
  /// The inputs of an operator, narrowed where it must be so.
  mutating func narrowed(
    _ inputs: [ValueID?], for operation: Operator
  ) throws(ConversionError) -> Narrowing {
    var result = Narrowing(inputs: inputs)
    let rules = operation.operandRules
    for case (let index, let input?) in inputs.enumerated() {
      guard let rule = rules.input(index), type(of: input) == .int64,
        !rule.types.contains(.int64), rule.types.contains(.int32),
        rule.role == .control || fits(input)
      else { continue }
      result.inputs[index] = try narrowed(input)
      if rule.role != .control { result.hasNarrowed = true }
    }
    return result
  }

  /// The results in the type that they have in TensorFlow.
  mutating func widened(
    _ results: [ValueID], by narrowing: Narrowing
  ) throws(ConversionError) -> [ValueID] {
    guard narrowing.hasNarrowed else { return results }
    var widened: [ValueID] = []
    for result in results {
      guard type(of: result) == .int32 else {
        widened.append(result)
        continue
      }
      let twin = try append(.cast(Cast(resultType: .int64)), [result], count: 1)[0]
      narrowTwins[twin] = result
      widened.append(twin)
    }
    return widened
  }

  /// Whether an int64 value fits int32 for all sizes.
  private func fits(_ value: ValueID) -> Bool {
    let allowed = Int(Int32.min)...Int(Int32.max)
    return known(value).elements?.allSatisfy {
      let range = $0.range
      return $0.followsFromSizes && allowed.contains(range.low) && allowed.contains(range.high)
    } ?? false
  }

  private mutating func narrowed(_ value: ValueID) throws(ConversionError) -> ValueID {
    if let twin = narrowTwins[value] { return twin }
    let known = known(value)
    if let integers = known.numbers, let shape = known.staticShape {
      return try constant(integers: integers, shape: shape.dimensions)
    }
    return try append(.cast(Cast(resultType: .int32)), [value], count: 1)[0]
  }
}
