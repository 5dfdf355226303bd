// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Real numbers to integers, or integers of one scale to those of another.
///
/// `q = clamp(round(x / scale) + zero point)`, halves away from zero; between integers
/// `q = clamp(M · (x − x₀) + q₀)` with M = input scale / output scale, rounded twice. Both bit-exact
/// with TensorFlow Lite's reference.
///
/// | operand  | type                       | shape   | quantization                    |
/// |----------|----------------------------|---------|---------------------------------|
/// | `input`  | float32, int8, uint8, int16, int32 | any | per tensor, if an integer      |
/// | `output` | int8, uint8, int16, int32  | input's | per tensor, or per channel from float |
///
/// Constraints:
/// - C1: the output has a scale and zero point, and so has an integer input.
/// - C2: per channel, the scales are as many as the axis is long.
///
/// Source: TensorFlow Lite operator QUANTIZE.
package struct Quantize: LiteOperator {
  package static let builtin = BuiltinOperator.quantize

  package init() {}

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    _ = try QuantizeOptionsView(options)
  }

  package var operandRules: OperandRules {
    let integers = ElementTypeSet(.int8, .uint8, .int16, .int32)
    return OperandRules(
      inputs: [OperandRule("input", .control, integers.union(.float32))],
      outputs: [OperandRule("output", .control, integers)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let target = try ChannelScales(context.output, "output")  // C1, C2
    switch context.output.type {
    case .int8: return try prepare(context, target, as: Int8.self)
    case .uint8: return try prepare(context, target, as: UInt8.self)
    case .int16: return try prepare(context, target, as: Int16.self)
    default: return try prepare(context, target, as: Int32.self)
    }
  }

  private func prepare<Target: FixedWidthInteger & BitwiseCopyable>(
    _ context: PrepareContext, _ target: ChannelScales, as _: Target.Type
  ) throws(OperatorError) -> Evaluation {
    switch context.input(0).type {
    case .float32: fromFloat(context, target, as: Target.self)
    case .int8: try requantize(context, target, from: Int8.self, as: Target.self)
    case .uint8: try requantize(context, target, from: UInt8.self, as: Target.self)
    case .int16: try requantize(context, target, from: Int16.self, as: Target.self)
    default: try requantize(context, target, from: Int32.self, as: Target.self)
    }
  }

  private func fromFloat<Target: FixedWidthInteger & BitwiseCopyable>(
    _ context: PrepareContext, _ target: ChannelScales, as _: Target.Type
  ) -> Evaluation {
    let (x, y) = (context.input(0).slot, context.output.slot)
    return Evaluation(kernel: "f32_quantize") { (tensors: TensorTable) throws(OperatorError) in
      let input = tensors.elements(x, as: Float.self)
      let output = tensors.elements(y, as: Target.self)
      target.forEachRun { scale, zeroPoint, range in
        for index in range {
          let scaled = (input[index] / scale).rounded(.toNearestOrAwayFromZero)
          // Beyond this bound every type is saturated; NaN becomes the lowest integer.
          let bounded = scaled > -4e9 ? min(scaled, 4e9) : -4e9
          output[index] = Target(clamping: Int(bounded) + zeroPoint)
        }
      }
    }
  }

  private func requantize<
    Origin: FixedWidthInteger & BitwiseCopyable, Target: FixedWidthInteger & BitwiseCopyable
  >(
    _ context: PrepareContext, _ target: ChannelScales, from _: Origin.Type, as _: Target.Type
  ) throws(OperatorError) -> Evaluation {
    let origin = try ChannelScales(context.input(0), "input")
    guard origin.isUniform, target.isUniform else {
      throw OperatorError("integers can be requantized per tensor only, not per channel")
    }
    let multiplier = FixedPointMultiplier(Double(origin.scales[0]) / Double(target.scales[0]))
    let (from, to) = (origin.zeroPoints[0], target.zeroPoints[0])
    let (x, y, count) = (context.input(0).slot, context.output.slot, context.output.elementCount)
    return Evaluation(kernel: "requantize") { (tensors: TensorTable) throws(OperatorError) in
      let input = tensors.elements(x, as: Origin.self)
      let output = tensors.elements(y, as: Target.self)
      for index in 0..<count {
        let centred = Int32(truncatingIfNeeded: Int(input[index]) - from)
        output[index] = Target(clamping: Int(multiplier.apply(to: centred)) + to)
      }
    }
  }
}

/// Scales and zero points of a quantized operand, per tensor or per channel, checked.
package struct ChannelScales: Sendable {
  package let scales: [Float]
  package let zeroPoints: [Int]
  private let outer: Int
  private let inner: Int

  package var isUniform: Bool { scales.count == 1 }

  package init(_ operand: Operand, _ name: StaticString) throws(OperatorError) {
    guard let quantization = operand.quantization, !quantization.scales.isEmpty,
      !quantization.zeroPoints.isEmpty
    else { throw OperatorError("'\(name)' is \(operand.type.name) but has no scale") }
    for scale in quantization.scales where !(scale > 0 && scale.isFinite) {
      throw OperatorError("'\(name)' has scale \(scale), must be positive and finite")
    }
    let count = quantization.scales.count
    scales = quantization.scales
    zeroPoints =
      quantization.zeroPoints.count == count
      ? quantization.zeroPoints : Array(repeating: quantization.zeroPoints[0], count: count)
    guard count > 1 else {
      (outer, inner) = (1, operand.elementCount)
      return
    }
    guard let axis = operand.shape.resolvedAxis(quantization.axis), operand.shape[axis] == count
    else {
      throw OperatorError(
        "'\(name)' of shape \(operand.shape.description) has \(count) scales along axis "
          + "\(quantization.axis)")
    }
    outer = operand.shape.elementCount(in: 0..<axis)
    inner = operand.shape.elementCount(in: axis + 1..<operand.shape.rank)
  }

  /// Calls `body` with each run of consecutive elements that share a scale.
  package func forEachRun(_ body: (_ scale: Float, _ zeroPoint: Int, Range<Int>) -> Void) {
    var start = 0
    for _ in 0..<outer {
      for channel in scales.indices {
        body(scales[channel], zeroPoints[channel], start..<start + inner)
        start += inner
      }
    }
  }
}
