// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

extension ElementType {
  /// Whether it is float16 or bfloat16.
  package var isHalf: Bool { ElementTypeSet.halves.contains(self) }

  /// From halves of this type to float32; exact.
  fileprivate var widening: UnaryKernel {
    self == .float16
      ? UnaryKernel("f16_dequantize", f16_dequantize) : UnaryKernel("bf16_widen", bf16_widen)
  }

  /// From float32 to the nearest half of this type, ties to even.
  fileprivate var narrowing: UnaryKernel {
    self == .float16
      ? UnaryKernel("f32_narrow_to_f16", f32_narrow_to_f16)
      : UnaryKernel("f32_narrow_to_bf16", f32_narrow_to_bf16)
  }
}

extension ElementTypeSet {
  package static let halves: ElementTypeSet = [.float16, .bfloat16]

  /// float32, and the halves that ``OperandRules/widensHalves`` is about.
  package static let floats: ElementTypeSet = [.float32, .float16, .bfloat16]
}

extension PrepareContext {
  var hasHalves: Bool {
    inputs.contains { $0?.type.isHalf ?? false } || outputs.contains { $0.type.isHalf }
  }

  /// Puts float32 operands in the place of halves, for an operator that computes them so.
  ///
  /// Constants are widened here, once; other inputs and the results get scratch memory.
  /// - Returns: what to do before and after the operator's own stages; nil for others.
  /// - Throws: if activations are of several types.
  mutating func widenHalves(
    _ rules: OperandRules
  ) throws(OperatorError) -> (widening: [Stage], narrowing: [Stage])? {
    guard rules.widensHalves else { return nil }
    try requireOneFloat(rules)
    var (before, after): ([Stage], [Stage]) = ([], [])
    for (index, input) in inputs.enumerated() {
      guard let input, input.type.isHalf else { continue }
      inputs[index] = try widened(input, index, &before)
    }
    for (index, output) in outputs.enumerated() where output.type.isHalf {
      let count = output.elementCount
      outputs[index] = output.asFloat(in: scratch(byteCount: 4 * count), constant: nil)
      after.append(
        output.type.narrowing.stage(
          outputs[index].slot, output.slot, count: count, elementBytes: (4, 2),
          threadCount: threadCount))
    }
    return (before, after)
  }

  /// - Throws: if an activation that may be a half has another type than the result, or than the
  ///   first one where results are no floats.
  private func requireOneFloat(_ rules: OperandRules) throws(OperatorError) {
    let givesFloats = rules.outputs[0].types.contains(.float16)
    let type = givesFloats ? output.type : input(0).type
    for (index, input) in inputs.enumerated() {
      guard let input, let rule = rules.input(index), rule.role == .activation,
        rule.types.contains(.float16), input.type != type
      else { continue }
      throw givesFloats
        ? OperatorError("input \(index) is \(input.type.name) but the output is \(type.name)")
        : OperatorError(
          "'\(rules.inputs[0].name)' is \(type.name), '\(rule.name)' is \(input.type.name): must "
            + "be one type")
    }
  }

  /// - Parameter index: the operand's place among the inputs.
  private mutating func widened(
    _ operand: Operand, _ index: Int, _ stages: inout [Stage]
  ) throws(OperatorError) -> Operand {
    let (kernel, count) = (operand.type.widening, operand.elementCount)
    guard let halves = operand.constant else {
      let slot = scratch(byteCount: 4 * count)
      stages.append(
        kernel.stage(
          operand.slot, slot, count: count, elementBytes: (2, 4), threadCount: threadCount))
      return operand.asFloat(in: slot, constant: nil)
    }
    let form = try form(isLasting: operand.isLasting, key: [-1, index], byteCount: 4 * count) {
      if count > 0 { kernel.run(halves.baseAddress!, $0, count, kernel.parameters.base) }
    }
    return operand.asFloat(
      in: slot(of: form), constant: UnsafeRawBufferPointer(start: form.base, count: 4 * count))
  }
}

extension Operand {
  /// The same elements in float32.
  fileprivate func asFloat(in slot: Int, constant: UnsafeRawBufferPointer?) -> Operand {
    Operand(
      type: .float32, shape: shape, quantization: nil, slot: slot, constant: constant,
      isLasting: isLasting)
  }
}
