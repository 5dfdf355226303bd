// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Integers whose bits are moved towards the highest.
///
/// `y = a · 2ᵇ`, cut off; 0 where b is below 0 or no bit is left
///
/// | operand  | type               | shape |
/// |----------|--------------------|-------|
/// | `a`, `b` | int8, int16, int32 | any   |
/// | `output` | as `a`             | any   |
///
/// Constraints:
/// - C1: `a` and `b` have one shape.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator STABLEHLO_SHIFT_LEFT; StableHLO `shift_left`.
package struct StablehloShiftLeft: StablehloArithmetic {
  package static let builtin = BuiltinOperator.stablehloShiftLeft

  package static let function = NumberFunction.shiftLeft

  package init() {}

  package var operandRules: OperandRules {
    .binary([.int8, .int16, .int32], scales: .unquantized)
  }
}
