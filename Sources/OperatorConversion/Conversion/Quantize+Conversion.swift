// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Quantize: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    if operands.outputs[0].quantization?.isPerChannel == true { return 3 }
    return operands.outputs[0].type == .int16 ? 2 : 1
  }
}
