// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Lengths of complex numbers.
///
/// `y = √(re² + im²)`; infinite if either part is, also beside a NaN.
///
/// | operand  | type                    | shape      |
/// |----------|-------------------------|------------|
/// | `input`  | complex64 or complex128 | any        |
/// | `output` | float32 or float64      | as `input` |
///
/// Constraints:
/// - C1: complex64 gives float32, complex128 float64.
///
/// Source: TensorFlow Lite operator COMPLEX_ABS.
package struct ComplexAbs: ComplexPart {
  package static let builtin = BuiltinOperator.complexAbs

  package init() {}

  package static func kernel(isDouble: Bool) -> UnaryKernel {
    isDouble ? UnaryKernel("c128_abs", c128_abs) : UnaryKernel("c64_abs", c64_abs)
  }
}
