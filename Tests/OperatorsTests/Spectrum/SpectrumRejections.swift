// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// What spectra refuse.
enum SpectrumRejections {
  @RejectionTable static var table: [Rejection] {
    rfft2D
    parts(ComplexAbs())
    parts(Imag())
    parts(Real())
  }

  /// Parts of another width than the numbers.
  private static func parts(
    _ operation: some ComplexPart, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    [
      Rejection(
        .c1, operation, types: [.complex64, .float64], shapes: [[1]],
        "output is float64, must be float32", sourceLocation: sourceLocation),
      Rejection(
        .c1, operation, types: [.complex128, .float32], shapes: [[1]],
        "output is float32, must be float64", sourceLocation: sourceLocation),
    ]
  }

  @RejectionTable private static var rfft2D: [Rejection] {
    Rejection(.c1, Rfft2D(), [tensor([1, 2] as [Float]), control([1, 2])], "two axes")
    let input = tensor([1, 2] as [Float], [1, 2])
    for lengths in [[1, 12], [0, 8], [8], [-8, 8]] {
      Rejection(.c2, Rfft2D(), [input, control(lengths)], "powers of two")
    }
    Rejection(.c2, Rfft2D(), [input, control([1, 2])], "must be constant", constantInputs: [])
    let empty = tensor([] as [Float], [0, 1, 1])
    Rejection(.c2, Rfft2D(), [empty, control([1 << 30, 1 << 30])], "elements")
  }
}
