// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// What EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER and GREATER_EQUAL share.
///
/// Quantized operands are compared as TensorFlow Lite's reference compares them, bit for bit: each
/// is taken off its zero point, enlarged by 8 bits and multiplied by its scale in fixed point,
/// rounded twice. Operands without quantization are compared as they are.
enum Comparison {
  typealias Kernel = (name: String, run: linnet_binary_kernel)

  static func rules(takesBool: Bool) -> OperandRules {
    let numbers = ElementTypeSet(.float32, .int8, .uint8, .int16, .int32, .int64)
    let types = takesBool ? numbers.union(.bool) : numbers
    return OperandRules(
      inputs: [OperandRule("a", .activation, types), OperandRule("b", .activation, types)],
      outputs: [OperandRule("output", .activation, .bool)], scales: .inputsOnly)
  }

  /// - Parameter plain: the kernel that compares elements of a type as they are.
  /// - Parameter rescaled: the kernel for quantized elements, nil for types that have none.
  static func prepare(
    _ context: inout PrepareContext, plain: (ElementType) -> Kernel,
    rescaled: (ElementType) -> Kernel?
  ) throws(OperatorError) -> Evaluation {
    let (a, b) = (context.input(0), context.input(1))
    guard a.type == b.type else {
      throw OperatorError("'a' is \(a.type.name), 'b' is \(b.type.name): must be one type")
    }
    let kernel: BinaryKernel
    if a.quantization != nil, let (name, run) = rescaled(a.type) {
      kernel = BinaryKernel(name, run, PreparedBuffer(try parameters(a, b)))
    } else {
      let (name, run) = plain(a.type)
      kernel = BinaryKernel(name, run)
    }
    return kernel.evaluation(a, b, context.output, in: &context)
  }

  private static func parameters(
    _ a: Operand, _ b: Operand
  ) throws(OperatorError) -> linnet_quantized_comparison {
    let (left, right) = (try a.uniformQuantization("a"), try b.uniformQuantization("b"))
    let leftFactor = FixedPointMultiplier(Double(left.scale))
    let rightFactor = FixedPointMultiplier(Double(right.scale))
    return linnet_quantized_comparison(
      a_offset: -left.zeroPoint, b_offset: -right.zeroPoint, left_shift: 8,
      a_mantissa: leftFactor.mantissa, a_shift: leftFactor.shift,
      b_mantissa: rightFactor.mantissa, b_shift: rightFactor.shift)
  }
}
