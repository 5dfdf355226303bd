// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Lengths of complex numbers.
///
/// `y = √(re² + im²)`; infinite if either part is, also beside a NaN.
///
/// | operand  | type      | shape      |
/// |----------|-----------|------------|
/// | `input`  | complex64 | any        |
/// | `output` | float32   | as `input` |
///
/// Source: TensorFlow Lite operator COMPLEX_ABS.
package struct ComplexAbs: ComplexPart {
  package static let builtin = BuiltinOperator.complexAbs

  package init() {}

  package static var kernel: UnaryKernel { UnaryKernel("c64_abs", c64_abs) }
}
