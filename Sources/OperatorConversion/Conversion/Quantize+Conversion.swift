// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Quantize: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    switch operands.outputs[0].type {
    case .uint4: return 5
    case .int4: return 4
    case let type:
      let isPerChannel = operands.outputs[0].quantization?.isPerChannel == true
      return isPerChannel ? 3 : type == .int16 ? 2 : 1
    }
  }
}
