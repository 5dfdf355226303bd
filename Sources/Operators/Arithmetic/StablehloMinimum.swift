// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The smaller of two tensors' elements.
///
/// `y = min(a, b)`
///
/// | operand  | type                                                       | shape |
/// |----------|------------------------------------------------------------|-------|
/// | `a`, `b` | floating point of 16 to 64 bits, integers of 8 to 64, bool | any   |
/// | `output` | as `a`                                                     | any   |
///
/// Constraints:
/// - C1: `a` and `b` have one shape.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator STABLEHLO_MINIMUM; StableHLO `minimum`.
package struct StablehloMinimum: StablehloArithmetic {
  package static let builtin = BuiltinOperator.stablehloMinimum

  package static let function = NumberFunction.minimum

  package init() {}
}
