// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// A kernel that compares elements of one type.
package typealias ComparisonKernel = (name: String, run: linnet_binary_kernel)

/// EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER and GREATER_EQUAL.
///
/// Quantized operands are compared as TensorFlow Lite's reference compares them, bit for bit: each
/// is taken off its zero point, enlarged by 8 bits and multiplied by its scale in fixed point,
/// rounded twice. Operands without quantization are compared as they are.
package protocol Comparison: BroadcastOperator {
  init()

  /// Whether it asks for equality, so that booleans and strings are compared, too.
  static var isOfIdentity: Bool { get }

  /// Whether the kernels are given `b` and `a`: `a > b` is `b < a`.
  static var swapsOperands: Bool { get }

  /// The kernel that compares elements of a type as they are.
  static func kernel(for type: ElementType) -> ComparisonKernel

  /// The kernel for quantized elements; nil for types that are compared as they are.
  static func rescaledKernel(for type: ElementType) -> ComparisonKernel?
}

extension Comparison {
  package static var isOfIdentity: Bool { false }

  package static var swapsOperands: Bool { false }

  package var operandRules: OperandRules {
    let numbers: ElementTypeSet = [.floats, .int8, .uint8, .int16, .int32, .int64]
    let types = Self.isOfIdentity ? numbers.union([.bool, .string]) : numbers
    return OperandRules(
      inputs: [OperandRule("a", .activation, types), OperandRule("b", .activation, types)],
      outputs: [OperandRule("output", .activation, .bool)], scales: .inputsOnly,
      widens: .halves)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init()
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [.bool]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let type = context.input(0).type
    return try comparison(
      Self.kernel(for: type), rescaled: Self.rescaledKernel(for: type),
      swapsOperands: Self.swapsOperands, &context)
  }
}

/// - Parameter rescaled: the kernel for operands that are quantized.
private func comparison(
  _ kernel: ComparisonKernel, rescaled: ComparisonKernel?, swapsOperands: Bool,
  _ context: inout PrepareContext
) throws(OperatorError) -> Evaluation {
  let (a, b) = (context.input(0), context.input(1))
  guard a.type == b.type else {  // C2
    throw OperatorError("'a' is \(a.type.name), 'b' is \(b.type.name): must be one type")
  }
  let (left, right) = swapsOperands ? (b, a) : (a, b)
  let chosen =
    if a.quantization != nil, let rescaled {
      BinaryKernel(rescaled.name, rescaled.run, PreparedBuffer(try comparedScales(left, right)))
    } else {
      BinaryKernel(kernel.name, kernel.run)
    }
  return chosen.evaluation(left, right, context.output, in: &context)
}

private func comparedScales(
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
