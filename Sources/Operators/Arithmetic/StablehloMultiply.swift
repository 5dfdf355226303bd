// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The product of two tensors' elements.
///
/// `y = a · b`
///
/// | operand  | type                                                       | shape |
/// |----------|------------------------------------------------------------|-------|
/// | `a`, `b` | floating point of 16 to 64 bits, integers of 8 to 64, bool | any   |
/// | `output` | as `a`                                                     | any   |
///
/// Integers wrap; of booleans it is whether both are true.
///
/// Constraints:
/// - C1: `a` and `b` have one shape.
/// - C2: All three have one type.
///
/// Source: TensorFlow Lite operator STABLEHLO_MULTIPLY; StableHLO `multiply`.
package struct StablehloMultiply: StablehloArithmetic {
  package static let builtin = BuiltinOperator.stablehloMultiply

  package static let function = NumberFunction.multiply

  package init() {}
}
