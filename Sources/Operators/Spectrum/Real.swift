// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Real parts of complex numbers.
///
/// `y = re`
///
/// | operand  | type                    | shape      |
/// |----------|-------------------------|------------|
/// | `input`  | complex64 or complex128 | any        |
/// | `output` | float32 or float64      | as `input` |
///
/// Constraints:
/// - C1: complex64 gives float32, complex128 float64.
///
/// Source: TensorFlow Lite operator REAL.
package struct Real: ComplexPart {
  package static let builtin = BuiltinOperator.real

  package init() {}

  package static func kernel(isDouble: Bool) -> UnaryKernel {
    isDouble ? UnaryKernel("c128_real", c128_real) : UnaryKernel("c64_real", c64_real)
  }
}
