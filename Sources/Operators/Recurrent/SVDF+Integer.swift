// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

extension SVDF {
  /// The integer form; see ``SVDF``.
  ///
  /// - Throws: where types, scales or the activation do not fit, or weights are not constant.
  func integerEvaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let layer = try integerLayer(&context)
    let (parameters, owners) = (PreparedBuffer(layer.parameters), layer.owners)
    let (input, state, output) = (context.input(0), context.input(4), context.output.slot)
    let (batch, depth, units) = (input.shape[0], input.shape[1], layer.parameters.units)
    let stateBytes = context.input(2).elementCount * (state.type == .int8 ? 1 : 2)
    return Evaluation(kernel: "s8_svdf_step") { (tensors: TensorTable) throws(OperatorError) in
      for row in 0..<batch {
        s8_svdf_step(
          parameters.elements(), tensors.elements(input.slot) + row * depth,
          tensors[state.slot] + row * stateBytes, tensors.elements(output) + row * units)
      }
      withExtendedLifetime(owners) {}
    }
  }

  private func integerLayer(
    _ context: inout PrepareContext
  ) throws(OperatorError) -> (parameters: s8_svdf, owners: [PreparedBuffer]) {
    let (features, times, state) = (context.input(1), context.input(2), context.input(4))
    guard features.type == .int8, times.type == state.type, context.inputs[3]?.type != .float32
    else {  // C3
      throw OperatorError(
        "features of \(features.type.name), times of \(times.type.name) and memory of "
          + "\(state.type.name) do not fit int8")
    }
    guard activation.function == .relu else {  // C4
      throw OperatorError("the integer form takes no activation but RELU")
    }
    let (x, y) = (
      try context.input(0).uniformQuantization("input"),
      try context.output.uniformQuantization("output")
    )
    let memory = try state.uniformQuantization("memory")
    let featureScale = try features.symmetricScale("feature weights")
    let timeScale = try times.symmetricScale("time weights")
    let (timeWeights, bias) = (try wideTimes(&context), try wideBias(&context))
    guard let values = features.constantElements(as: Int8.self)?.baseAddress else {
      throw OperatorError("'feature weights' must be constant")  // C3
    }
    // The reference multiplies scales in single precision.
    return (
      s8_svdf(
        depth: features.shape[1], units: times.shape[0] / rank, rank: rank,
        memory: times.shape[1], features: values, times: timeWeights.elements(),
        bias: bias.elements(), input_zero_point: x.zeroPoint, state_zero_point: memory.zeroPoint,
        output_zero_point: y.zeroPoint, is_narrow: state.type == .int8,
        feature: try linnet_multiplier(Double(x.scale * featureScale / memory.scale)),
        result: try linnet_multiplier(Double(memory.scale * timeScale / y.scale))),
      [timeWeights, bias]
    )
  }

  /// The weights of time as int16.
  private func wideTimes(_ context: inout PrepareContext) throws(OperatorError) -> PreparedBuffer {
    let times = context.input(2)
    let buffer = try context.buffer(byteCount: times.elementCount * MemoryLayout<Int16>.size)
    guard let integers = times.constantIntegers else {
      throw OperatorError("'time weights' must be constant")  // C3
    }
    for (index, weight) in integers.enumerated() {
      buffer.elements(as: Int16.self)[index] = Int16(weight)
    }
    return buffer
  }

  /// The bias, 0 where there is none.
  private func wideBias(_ context: inout PrepareContext) throws(OperatorError) -> PreparedBuffer {
    let units = context.input(2).shape[0] / rank
    let buffer = try context.buffer(byteCount: units * MemoryLayout<Int32>.size)
    if let bias = context.inputs[3] {
      guard let values = bias.constantElements(as: Int32.self)?.baseAddress else {
        throw OperatorError("'bias' must be constant")  // C3
      }
      buffer.elements(as: Int32.self).update(from: values, count: units)
    }
    return buffer
  }
}

extension Operand {
  /// The scale of weights.
  ///
  /// - Throws: if there is none or there are several, or the zero point is not 0.
  func symmetricScale(_ name: StaticString) throws(OperatorError) -> Float {
    let quantization = try uniformQuantization(name)
    guard quantization.zeroPoint == 0 else {
      throw OperatorError("'\(name)' has zero point \(quantization.zeroPoint), must be 0")
    }
    return quantization.scale
  }
}
