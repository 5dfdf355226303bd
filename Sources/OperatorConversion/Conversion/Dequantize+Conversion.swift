// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Dequantize: WrittenOperator {
  package func version(for operands: WrittenOperands) -> Int {
    let isPerChannel = operands.inputs[0]?.quantization?.isPerChannel == true
    return operands.version(byType: [
      .int8: isPerChannel ? 5 : 2, .int16: 3, .float16: 3, .int4: 6, .int2: 7, .uint4: 8,
    ])
  }
}
