// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators

extension StablehloRngBitGenerator: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    StablehloRngBitGeneratorOptionsValue(algorithm: algorithm)
  }
}
