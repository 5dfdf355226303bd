// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The square root.
///
/// `y = √x`
///
/// | operand  | type                         | shape      | quantization |
/// |----------|------------------------------|------------|--------------|
/// | `input`  | float32, halves, int8, int16 | any        | per tensor   |
/// | `output` | as `input`                   | as `input` | per tensor   |
///
/// Quantized roots are computed in single precision and cut off toward 0, bit-exact with
/// TensorFlow Lite's reference.
///
/// Constraints:
/// - C1: `input` and `output` have one type; int16 has zero points of 0.
/// - C2: No quantized element stands for a negative number (checked while running).
///
/// Source: TensorFlow Lite operator SQRT.
package struct Sqrt: SameShapeOperator, AttributeFreeOperator {
  package static let builtin = BuiltinOperator.sqrt

  package init() {}

  package var operandRules: OperandRules {
    .unary([.floats, .int8, .int16], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C1
    let (input, output) = (context.input(0), context.output)
    if output.type == .float32 {
      return UnaryKernel("f32_sqrt", f32_sqrt).evaluation(
        input, output, threadCount: context.threadCount)
    }
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    let root = { (element: Int32) -> Int32 in
      let value = max(x.scale * Float(element - x.zeroPoint), 0).squareRoot()
      return Int32(min(value / y.scale, 65536)) + y.zeroPoint
    }
    if output.type == .int16 { return wideEvaluation(input, output, root) }
    let table = try UnaryKernel.table(.int8) { (element: Int32) throws(OperatorError) in
      root(element)
    }
    return table.evaluation(input, output, threadCount: context.threadCount)
      .refusing(input, as: Int8.self, "the root of a negative number") {  // C2
        Int32($0) < x.zeroPoint
      }
  }

  /// int16 has no table: the root is taken of each element.
  private func wideEvaluation(
    _ input: Operand, _ output: Operand, _ root: @escaping (Int32) -> Int32
  ) -> Evaluation {
    let (x, y, count) = (input.slot, output.slot, output.elementCount)
    return Evaluation(kernel: "s16_sqrt") { (tensors: TensorTable) throws(OperatorError) in
      let elements = tensors.elements(x, as: Int16.self)
      let roots = tensors.elements(y, as: Int16.self)
      for i in 0..<count {
        guard elements[i] >= 0 else {  // C2
          throw OperatorError("the root of a negative number at element \(i)")
        }
        roots[i] = Int16(clamping: root(Int32(elements[i])))
      }
    }
  }

  package var overwritableInputs: [Int] { [0] }
}
