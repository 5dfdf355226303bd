// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The larger of two tensors' elements.
///
/// `y = max(a, b)`
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
/// Source: TensorFlow Lite operator STABLEHLO_MAXIMUM; StableHLO `maximum`.
package struct StablehloMaximum: StablehloArithmetic {
  package static let builtin = BuiltinOperator.stablehloMaximum

  package static let function = NumberFunction.maximum

  package init() {}
}
