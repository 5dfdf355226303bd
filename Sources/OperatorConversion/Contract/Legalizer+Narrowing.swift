// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Operands in types that an operator takes.
///
/// TensorFlow counts sizes in int64, too, and divides them in float64; few lite operators do. Axes,
/// shapes and indices, and integers that follow from sizes, fit int32. Small tensors in float64 are
/// taken for shape arithmetic, which float32 does exactly up to 2²³. Other operands stay as they are,
/// and are refused.
struct Narrowing {
  fileprivate(set) var inputs: [ValueID?]
  /// The type that the results have in TensorFlow, where operands that are no control were narrowed.
  fileprivate(set) var wideType: ElementType?

  fileprivate static let narrowTypes: [ElementType: ElementType] = [
    .int64: .int32, .float64: .float32,
  ]
}

extension Legalizer {
  /// The inputs of an operator, narrowed where it must be so.
  mutating func narrowed(
    _ inputs: [ValueID?], for operation: Operator
  ) throws(ConversionError) -> Narrowing {
    var result = Narrowing(inputs: inputs)
    let rules = operation.operandRules
    for case (let index, let input?) in inputs.enumerated() {
      let wide = type(of: input)
      guard let rule = rules.input(index), !rule.types.contains(wide),
        let narrow = Narrowing.narrowTypes[wide], rule.types.contains(narrow)
      else { continue }
      guard rule.role == .control && wide == .int64 || fits(input, narrow) else { continue }
      result.inputs[index] = try converted(input, to: narrow)
      if rule.role != .control { result.wideType = wide }
    }
    return result
  }

  /// The results in the type that they have in TensorFlow.
  mutating func widened(
    _ results: [ValueID], by narrowing: Narrowing
  ) throws(ConversionError) -> [ValueID] {
    guard let wide = narrowing.wideType, let narrow = Narrowing.narrowTypes[wide] else {
      return results
    }
    var widened: [ValueID] = []
    for result in results {
      guard type(of: result) == narrow else {
        widened.append(result)
        continue
      }
      let twin = try append(.cast(Cast(resultType: wide)), [result], count: 1)[0]
      narrowTwins[twin] = result
      widened.append(twin)
    }
    return widened
  }

  /// Whether a value may be narrowed without a loss that sizes could show.
  private func fits(_ value: ValueID, _ narrow: ElementType) -> Bool {
    let known = known(value)
    guard narrow == .int32 else {
      return known.staticShape.map { $0.elementCount <= SizedValue.elementLimit } ?? false
    }
    let allowed = Int(Int32.min)...Int(Int32.max)
    return known.elements?.allSatisfy {
      let range = $0.range
      return $0.followsFromSizes && allowed.contains(range.low) && allowed.contains(range.high)
    } ?? false
  }

  private mutating func converted(
    _ value: ValueID, to narrow: ElementType
  ) throws(ConversionError) -> ValueID {
    if let twin = narrowTwins[value] { return twin }
    let known = known(value)
    if narrow == .int32, let integers = known.numbers, let shape = known.staticShape {
      return try constant(integers: integers, shape: shape.dimensions)
    }
    return try append(.cast(Cast(resultType: narrow)), [value], count: 1)[0]
  }
}
