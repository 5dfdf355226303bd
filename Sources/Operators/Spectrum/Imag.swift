// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Imaginary parts of complex numbers.
///
/// `y = im`
///
/// | operand  | type      | shape      |
/// |----------|-----------|------------|
/// | `input`  | complex64 | any        |
/// | `output` | float32   | as `input` |
///
/// Source: TensorFlow Lite operator IMAG.
package struct Imag: ComplexPart {
  package static let builtin = BuiltinOperator.imag

  package init() {}

  package static var kernel: UnaryKernel { UnaryKernel("c64_imaginary", c64_imaginary) }
}
