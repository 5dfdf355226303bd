// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Operands in types that an operator takes.
///
/// TensorFlow counts sizes in int64, too; few lite operators do. Axes, shapes and indices, and integers
/// that follow from sizes, fit int32. Integers of 8 and 16 bits without a scale are computed as int32,
/// since the lite operators on them are those of quantized numbers; narrowed again they wrap around as
/// TensorFlow's do. Other operands stay as they are, and are refused.
struct Narrowing {
  fileprivate(set) var inputs: [ValueID?]
  /// The type that results have in TensorFlow where operands were changed, and the one they have here.
  fileprivate(set) var resultType: ElementType?
  fileprivate(set) var computedType = ElementType.int32
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
        rule.role == .control || fitsInt32(input)
      else { continue }
      result.inputs[index] = try narrowed(input)
      if rule.role != .control { result.resultType = .int64 }
    }
    for (index, input, wide) in smallIntegers(among: inputs, for: operation) {
      if operation.operandRules.scales != .inputsOnly {
        (result.resultType, result.computedType) = (type(of: input), wide)
      }
      result.inputs[index] = try append(.cast(Cast(resultType: wide)), [input], count: 1)[0]
    }
    return result
  }

  /// The results in the type that they have in TensorFlow.
  mutating func widened(
    _ results: [ValueID], by narrowing: Narrowing
  ) throws(ConversionError) -> [ValueID] {
    guard let resultType = narrowing.resultType else { return results }
    var widened: [ValueID] = []
    for result in results {
      guard type(of: result) == narrowing.computedType else {
        widened.append(result)
        continue
      }
      let twin = try append(.cast(Cast(resultType: resultType)), [result], count: 1)[0]
      if resultType == .int64 { narrowTwins[twin] = result }
      widened.append(twin)
    }
    return widened
  }

  /// Operands of 8 and 16 bits that an operator takes only with scales, or not at all, and the type to
  /// compute them in: floats, which hold all of them, where it takes no int32.
  private func smallIntegers(
    among inputs: [ValueID?], for operation: Operator
  ) -> [(index: Int, input: ValueID, wide: ElementType)] {
    let rules = operation.operandRules
    let small: ElementTypeSet = [.int8, .uint8, .int16, .uint16]
    let takesScales: Bool =
      switch rules.scales {
      case .free, .fixedOutput, .inputsOnly: true
      case .shared, .unquantized: [.maxPool2D, .mean, .sum].contains(operation.builtin)
      }
    return inputs.enumerated().compactMap { index, input in
      guard let input, let rule = rules.input(index), rule.role == .activation,
        small.contains(type(of: input)), known(input).quantization == nil,
        takesScales || !rule.types.contains(type(of: input)),
        let wide = [ElementType.int32, .float32].first(where: rule.types.contains)
      else { return nil }
      return (index, input, wide)
    }
  }

  /// Whether an int64 value fits int32 for all sizes.
  func fitsInt32(_ value: ValueID) -> Bool {
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
