// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// The quantizations of a binary operator's operands and result, and the result's limits.
package struct QuantizedBinary {
  package let a: UniformQuantization
  package let b: UniformQuantization
  package let y: UniformQuantization
  private let limits: ClosedRange<Int32>

  package init(
    _ context: borrowing PrepareContext, names: (StaticString, StaticString),
    activation: FusedActivation
  ) throws(OperatorError) {
    a = try context.input(0).uniformQuantization(names.0)
    b = try context.input(1).uniformQuantization(names.1)
    y = try context.output.uniformQuantization("output")
    limits = activation.quantizedRange(of: context.output.type, y)
  }

  /// Offsets and limits; all multipliers 0.
  package var parameters: linnet_quantized_binary {
    var parameters = linnet_quantized_binary()
    parameters.a_offset = -a.zeroPoint
    parameters.b_offset = -b.zeroPoint
    parameters.y_offset = y.zeroPoint
    parameters.low = limits.lowerBound
    parameters.high = limits.upperBound
    parameters.b_sign = 1
    return parameters
  }

  /// Parameters that bring both operands to twice the larger scale before they meet.
  ///
  /// - Parameter leftShift: bits by which operands are enlarged first.
  /// - Parameter outputFactor: the result's multiplier for twice the larger scale.
  package func commonScaleParameters(
    leftShift: Int32, outputFactor: (Double) -> Double
  ) -> linnet_quantized_binary {
    let twiceLarger = Double(2 * max(a.scale, b.scale))
    let aFactor = FixedPointMultiplier(Double(a.scale) / twiceLarger)
    let bFactor = FixedPointMultiplier(Double(b.scale) / twiceLarger)
    let yFactor = FixedPointMultiplier(outputFactor(twiceLarger))
    var parameters = parameters
    parameters.left_shift = leftShift
    (parameters.a_mantissa, parameters.a_shift) = (aFactor.mantissa, aFactor.shift)
    (parameters.b_mantissa, parameters.b_shift) = (bFactor.mantissa, bFactor.shift)
    (parameters.y_mantissa, parameters.y_shift) = (yFactor.mantissa, yFactor.shift)
    return parameters
  }

  /// Parameters of an addition or subtraction: operands are enlarged by 20 bits, or 15 for int16,
  /// brought to a common scale, added, and rescaled.
  package func sumParameters(type: ElementType, sign: Int32) -> linnet_quantized_binary {
    let leftShift: Int32 = type == .int16 ? 15 : 20
    let enlarged = Double(Float(Int32(1) << leftShift) * y.scale)
    var parameters = commonScaleParameters(leftShift: leftShift) { $0 / enlarged }
    parameters.b_sign = sign
    return parameters
  }

  /// Parameters of an int16 sum whose scales are all powers of two: operands are only shifted.
  ///
  /// Nil where the scales are not powers of two, and the general sum is used.
  /// - Throws: if both operands would have to be shifted, or one to the left.
  package func powerOfTwoSumParameters(
    sign: Int32
  ) throws(OperatorError) -> linnet_quantized_binary? {
    guard let aLog = a.scaleLogarithm, let bLog = b.scaleLogarithm, let yLog = y.scaleLogarithm
    else { return nil }
    let (aShift, bShift) = (aLog - yLog, bLog - yLog)
    guard aShift == 0 || bShift == 0, (-15...0).contains(aShift), (-15...0).contains(bShift) else {
      throw OperatorError(
        "scales 2^\(aLog) and 2^\(bLog) do not fit the output's 2^\(yLog): one must be equal, "
          + "neither greater")
    }
    var parameters = parameters
    parameters.a_shift = Int32(aShift)
    parameters.b_shift = Int32(bShift)
    parameters.b_sign = sign
    return parameters
  }
}

extension UniformQuantization {
  /// The exponent of a scale that is a power of two to within a thousandth of the logarithm.
  package var scaleLogarithm: Int? {
    let exponent = Int(scale.exponent)
    let significand = scale.significand  // in [1, 2)
    if significand < 1.000_693 { return exponent }  // 2^0.001
    if significand > 1.998_614 { return exponent + 1 }  // 2^0.999
    return nil
  }
}
