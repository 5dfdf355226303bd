// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// The operands of a convolution or dense layer, checked, and how its sums become results.
struct LayerOperands {
  let scheme: LinearScheme
  let input: Operand
  let weights: LayerWeights
  let bias: Operand?
  let output: Operand
  let activation: FusedActivation
  /// One for each channel of the result; nil for float weights.
  let scales: WeightScales?

  /// Whether weights and bias are the same however often the layer prepares.
  var areConstantsLasting: Bool { weights.isLasting && bias?.isLasting ?? true }

  /// - Parameters:
  ///   - axis: of the weights, that of the channels of the result.
  /// - Throws: if the types are no ``LinearScheme``, the bias has not one element a channel, a computed
  ///   one is beside int16, or the weights' scales do not fit.
  init(
    _ layer: LinearLayers, input: Operand, weights: Operand, bias: Operand?, output: Operand,
    axis: Int, activation: FusedActivation
  ) throws(OperatorError) {
    let count = weights.shape[axis]
    scheme = try LinearScheme(
      layer, input: input.type, weights: weights.type, bias: bias?.type, output: output.type)
    (self.input, self.bias, self.output, self.activation) = (input, bias, output, activation)
    let isUnsigned = scheme.input == .uint8
    self.weights = try LayerWeights(weights, isUnsigned: isUnsigned, mayBeComputed: true)
    if let bias {
      guard bias.constant != nil || scheme.arithmetic != .integer16 else {
        throw OperatorError("'bias' beside int16 must be constant")
      }
      guard bias.elementCount == count else {
        throw OperatorError("'bias' has \(bias.elementCount) elements, needs \(count)")
      }
    }
    // Dense layers of old converters have signed weights with a zero point, too.
    scales =
      scheme.arithmetic == .float
      ? nil
      : try WeightScales(
        of: weights, axis: axis, count: count,
        allowsZeroPoint: isUnsigned || layer == .dense && scheme.arithmetic == .integer8)
  }
}

/// How a layer's integer sums become results, and what stands for 0 in its operands.
///
/// Kernels know int8 and int16 only: uint8 is int8 to them, 128 lower.
struct IntegerEpilogue {
  let requantization: Requantization
  /// int32 for 8-bit results, int64 for int16; nil for none, and for one that is computed.
  let bias: UnsafeRawPointer?
  /// Where a bias lies that is computed.
  let biasSlot: Int?
  let inputZeroPoint: Int32
  let weightsZeroPoint: Int32
  let outputZeroPoint: Int32
  let range: ClosedRange<Int32>
  /// Whether inputs and results are uint8.
  let isUnsigned: Bool
  /// Whether sums of 64 bits are taken modulo 2³², as beside int8 weights and an int32 bias.
  let wrapsSums: Bool
  private let owner: PreparedBuffer?

  /// - Parameters:
  ///   - roundsOnce: whether results are rounded once, as the reference's dense layers do.
  ///   - sums: the type of the sums of an int16 layer without bias.
  init(
    _ operands: LayerOperands, roundsOnce: Bool, sums: ElementType
  ) throws(OperatorError) {
    let x = try operands.input.uniformQuantization("input")
    let y = try operands.output.uniformQuantization("output")
    let weights = operands.scales!
    isUnsigned = operands.scheme.input == .uint8
    let isWide = operands.scheme.arithmetic == .integer16
    let range = operands.activation.quantizedRange(of: operands.output.type, y)
    let offset: Int32 = isUnsigned ? 128 : 0
    inputZeroPoint = x.zeroPoint - offset
    weightsZeroPoint = weights.zeroPoint - offset
    outputZeroPoint = y.zeroPoint - offset
    self.range = range.lowerBound - offset...range.upperBound - offset
    let isSingle = isUnsigned && !roundsOnce
    let factors = weights.scales.map {
      // The reference multiplies the two scales of uint8 convolutions in float.
      (isSingle ? Double(x.scale * $0) : Double(x.scale) * Double($0)) / Double(y.scale)
    }
    requantization =
      roundsOnce ? .double(factors) : .fixedPoint(factors.map { FixedPointMultiplier($0) })
    biasSlot = operands.bias.flatMap { $0.constant == nil ? $0.slot : nil }
    // Beside weights of 16 bits the reference sums in 64 bits whatever the bias is.
    wrapsSums =
      isWide && operands.weights.type != .int16 && (operands.bias?.type ?? sums) == .int32
    var owner: PreparedBuffer?
    var bias = operands.bias?.constant?.baseAddress
    if isWide, let short = operands.bias, short.type == .int32 {
      let widened = PreparedBuffer(integers: short.constantIntegers!, of: .int64)
      (owner, bias) = (widened, UnsafeRawPointer(widened.base))
    }
    (self.owner, self.bias) = (owner, bias)
  }

  /// The byte or the two bytes that stand for 0 in the input as the file has it.
  var padding: UInt8 {
    UInt8(truncatingIfNeeded: isUnsigned ? inputZeroPoint + 128 : inputZeroPoint)
  }
}
