// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators

/// TensorFlow's Complex, which makes complex numbers of their parts, and Conj, which turns the sign of
/// the imaginary ones, and Angle. There is no such operator in the lite format: see `Legalizer.complexResults`.
enum ComplexNumber: TensorFlowConversion {
  static let tensorFlowNames = ["Angle", "Complex", "Conj"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    // Those of complex numbers do not come here.
    if node.operation == "Angle" { throw node.error("needs complex numbers") }
    if node.operation == "Conj" { return [try node.input(0)] }
    return [
      try legalizer.complexValue(ComplexParts(real: node.input(0), imaginary: node.input(1)))
    ]
  }
}
