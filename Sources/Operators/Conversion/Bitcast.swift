// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The same bits as elements of another type.
///
/// Wider elements become several of a new last axis, the lowest bits first; narrower ones along the
/// last axis become one.
///
/// | operand  | type              | shape                                                   |
/// |----------|-------------------|---------------------------------------------------------|
/// | `input`  | any of fixed size | any                                                     |
/// | `output` | any of fixed size | `input`'s; with a last axis more or less, see C1 and C2 |
///
/// Constraints:
/// - C1: elements of both types have the same number of bits, or whole bytes.
/// - C2: where elements of `output` are wider, the last axis of `input` has as many as make one.
/// - C3: `output` has the type that the operator was read or made with, where that is known.
///
/// Source: TensorFlow Lite operator BITCAST; TensorFlow `tf.bitcast`.
package struct Bitcast: LiteOperator {
  package static let builtin = BuiltinOperator.bitcast

  /// Nil for any that is as wide as the input's.
  package var resultType: ElementType?

  package init(resultType: ElementType? = nil) {
    self.resultType = resultType
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    resultType = options.declaredType(ofResult: 0)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .fixedSize)],
      outputs: [OperandRule("output", .control, .fixedSize)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [resultType ?? inputs[0]!]
  }

  /// How many bits an element of `type`, and of the result, has.
  package func bitCounts(from type: ElementType) -> (input: Int, output: Int) {
    (type.bitCount ?? 8, (resultType ?? type).bitCount ?? 8)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let input = inputs[0]!
    let (own, other) = bitCounts(from: input.type)
    if own == other { return [input.shape] }
    guard min(own, other) >= 8 else { throw widthsDiffer(input.type, resultType!) }  // C1
    var dimensions = input.shape.dimensions
    if own > other {
      dimensions.append(own / other)
    } else {
      guard dimensions.popLast() == other / own else {  // C2
        throw OperatorError(
          "the last axis of \(input.shape.description) must be \(other / own), for elements of "
            + "\(resultType!.name)")
      }
    }
    return [try Shape.checked(dimensions)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    if let resultType {
      try context.requireOutputs(resultType)  // C3
    } else if input.type.bitCount != output.type.bitCount {
      throw widthsDiffer(input.type, output.type)  // C1
    }
    return .sameBytes(context)
  }

  private func widthsDiffer(_ from: ElementType, _ to: ElementType) -> OperatorError {
    OperatorError("cannot cast the bits of \(from.name) to \(to.name): widths differ")
  }

  package var overwritableInputs: [Int] { [0] }
}
