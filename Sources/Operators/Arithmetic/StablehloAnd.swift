// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The bits that are set in both of two integers.
///
/// `y = a ∧ b`
///
/// | operand  | type                           | shape |
/// |----------|--------------------------------|-------|
/// | `a`, `b` | integers of 8 to 64 bits, bool | any   |
/// | `output` | as `a`                         | any   |
///
/// Constraints:
/// - C1: `a` and `b` have one shape.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator STABLEHLO_AND; StableHLO `and`.
package struct StablehloAnd: StablehloArithmetic {
  package static let builtin = BuiltinOperator.stablehloAnd

  package static let function = NumberFunction.and

  package init() {}

  package var operandRules: OperandRules {
    .binary(
      [.int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool],
      scales: .unquantized)
  }
}
