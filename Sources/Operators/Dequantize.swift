// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Integers, or half floats, to float.
///
/// `y = (q − zero point) · scale`, rounded once; half floats exactly. Bit-exact with TensorFlow
/// Lite's reference.
///
/// | operand  | type                        | shape   | quantization              |
/// |----------|-----------------------------|---------|---------------------------|
/// | `input`  | int8, uint8, int16, float16 | any     | per tensor or per channel |
/// | `output` | float32                     | input's |                           |
///
/// Constraints:
/// - C1: an integer input has scales; per channel as many as the axis is long.
///
/// Source: TensorFlow Lite operator DEQUANTIZE.
package struct Dequantize: LiteOperator {
  package static let builtin = BuiltinOperator.dequantize

  package init() {}

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    _ = try DequantizeOptionsView(options)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, ElementTypeSet(.int8, .uint8, .int16, .float16))],
      outputs: [OperandRule("output", .control, .float32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    switch context.input(0).type {
    case .float16: fromHalf(context)
    case .int8: try fromIntegers(context, Int8.self)
    case .uint8: try fromIntegers(context, UInt8.self)
    default: try fromIntegers(context, Int16.self)
    }
  }

  private func fromHalf(_ context: PrepareContext) -> Evaluation {
    let (x, y, count) = (context.input(0).slot, context.output.slot, context.output.elementCount)
    return Evaluation(kernel: "f16_to_f32") { (tensors: TensorTable) throws(OperatorError) in
      let input = tensors.elements(x, as: Float16.self)
      let output = tensors.elements(y, as: Float.self)
      for index in 0..<count { output[index] = Float(input[index]) }
    }
  }

  private func fromIntegers<Origin: FixedWidthInteger & BitwiseCopyable>(
    _ context: PrepareContext, _: Origin.Type
  ) throws(OperatorError) -> Evaluation {
    let origin = try ChannelScales(context.input(0), "input")  // C1
    let (x, y) = (context.input(0).slot, context.output.slot)
    return Evaluation(kernel: "dequantize") { (tensors: TensorTable) throws(OperatorError) in
      let input = tensors.elements(x, as: Origin.self)
      let output = tensors.elements(y, as: Float.self)
      origin.forEachRun { scale, zeroPoint, range in
        for index in range { output[index] = Float(Int(input[index]) - zeroPoint) * scale }
      }
    }
  }
}
