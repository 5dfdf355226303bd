// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Real parts of complex numbers.
///
/// `y = re`
///
/// | operand  | type      | shape      |
/// |----------|-----------|------------|
/// | `input`  | complex64 | any        |
/// | `output` | float32   | as `input` |
///
/// Source: TensorFlow Lite operator REAL.
package struct Real: ComplexPart {
  package static let builtin = BuiltinOperator.real

  package init() {}

  package static var kernel: UnaryKernel { UnaryKernel("c64_real", c64_real) }
}
