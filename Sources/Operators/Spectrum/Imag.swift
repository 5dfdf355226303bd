// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Imaginary parts of complex numbers.
///
/// `y = im`
///
/// | operand  | type                    | shape      |
/// |----------|-------------------------|------------|
/// | `input`  | complex64 or complex128 | any        |
/// | `output` | float32 or float64      | as `input` |
///
/// Constraints:
/// - C1: complex64 gives float32, complex128 float64.
///
/// Source: TensorFlow Lite operator IMAG.
package struct Imag: ComplexPart {
  package static let builtin = BuiltinOperator.imag

  package init() {}

  package static func kernel(isDouble: Bool) -> UnaryKernel {
    isDouble
      ? UnaryKernel("c128_imaginary", c128_imaginary) : UnaryKernel("c64_imaginary", c64_imaginary)
  }
}
