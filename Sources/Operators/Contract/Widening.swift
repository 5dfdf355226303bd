// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

extension ElementType {
  /// Whether it is float16 or bfloat16.
  package var isHalf: Bool { ElementTypeSet.halves.contains(self) }

  /// What its elements are computed as: halves as float32, those that share a byte as bytes.
  fileprivate var wide: ElementType { isHalf ? .float32 : .int8 }

  /// From this type to the wide one; exact.
  fileprivate var widening: UnaryKernel {
    switch self {
    case .float16: UnaryKernel("f16_dequantize", f16_dequantize)
    case .bfloat16: UnaryKernel("bf16_widen", bf16_widen)
    case .int2: UnaryKernel("s2_unpack", s2_unpack, isDivisible: false)
    default: UnaryKernel("s4_unpack", s4_unpack, isDivisible: false)
    }
  }

  /// From the wide type to this one: the nearest half, ties to even; the lower bits of bytes.
  fileprivate var narrowing: UnaryKernel {
    switch self {
    case .float16: UnaryKernel("f32_narrow_to_f16", f32_narrow_to_f16)
    case .bfloat16: UnaryKernel("f32_narrow_to_bf16", f32_narrow_to_bf16)
    case .int2: UnaryKernel("s2_pack", s2_pack, isDivisible: false)
    default: UnaryKernel("s4_pack", s4_pack, isDivisible: false)
    }
  }
}

extension ElementTypeSet {
  package static let halves: ElementTypeSet = [.float16, .bfloat16]

  /// float32, and the halves that ``OperandRules/widens`` is about.
  package static let floats: ElementTypeSet = [.float32, .float16, .bfloat16]
}

extension PrepareContext {
  /// Whether there are operands of a type that some operators widen.
  var hasNarrowOperands: Bool { hasOperands(of: .halves.union(.packed)) }

  private func hasOperands(of types: ElementTypeSet) -> Bool {
    inputs.contains { $0 != nil && types.contains($0!.type) }
      || outputs.contains { types.contains($0.type) }
  }

  /// Puts wider operands in the place of narrow ones, for an operator that computes with them.
  ///
  /// Constants are widened here, once; other inputs and the results get scratch memory.
  /// - Returns: what to do before and after the operator's own stages; nil for others.
  /// - Throws: if activations are of several types.
  mutating func widen(
    _ rules: OperandRules
  ) throws(OperatorError) -> (widening: [Stage], narrowing: [Stage])? {
    guard hasOperands(of: rules.widens) else { return nil }
    try requireOneType(rules)
    var (before, after): ([Stage], [Stage]) = ([], [])
    for (index, input) in inputs.enumerated() {
      guard let input, rules.widens.contains(input.type) else { continue }
      inputs[index] = try widened(input, index, &before)
    }
    for (index, output) in outputs.enumerated() where rules.widens.contains(output.type) {
      let (wide, count) = (output.type.wide, output.elementCount)
      outputs[index] = output.widened(in: scratch(byteCount: wide.byteCount(of: count)!))
      after.append(
        output.type.narrowing.stage(
          outputs[index].slot, output.slot, count: count,
          elementBytes: (wide.byteCount(of: 1)!, output.type.byteCount(of: 1)!),
          threadCount: threadCount))
    }
    return (before, after)
  }

  /// - Throws: if an activation that may be narrow has another type than the result, or than the
  ///   first one where results are not.
  private func requireOneType(_ rules: OperandRules) throws(OperatorError) {
    let givesNarrow = !rules.outputs[0].types.isDisjoint(with: rules.widens)
    let type = givesNarrow ? output.type : input(0).type
    for (index, input) in inputs.enumerated() {
      guard let input, let rule = rules.input(index), rule.role == .activation,
        !rule.types.isDisjoint(with: rules.widens), input.type != type
      else { continue }
      throw givesNarrow
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
    let (type, kernel, count) = (operand.type, operand.type.widening, operand.elementCount)
    let byteCount = type.wide.byteCount(of: count)!
    guard let narrow = operand.constant else {
      let slot = scratch(byteCount: byteCount)
      stages.append(
        kernel.stage(
          operand.slot, slot, count: count,
          elementBytes: (type.byteCount(of: 1)!, type.wide.byteCount(of: 1)!),
          threadCount: threadCount))
      return operand.widened(in: slot)
    }
    let form = try form(isLasting: operand.isLasting, key: [-1, index], byteCount: byteCount) {
      if count > 0 { kernel.run(narrow.baseAddress!, $0, count, kernel.parameters.base) }
    }
    return operand.widened(
      in: slot(of: form), constant: UnsafeRawBufferPointer(start: form.base, count: byteCount))
  }
}

extension Operand {
  /// The same elements in the wide type.
  fileprivate func widened(
    in slot: Int, constant: UnsafeRawBufferPointer? = nil
  ) -> Operand {
    Operand(
      type: type.wide, shape: shape, quantization: type.isHalf ? nil : quantization, slot: slot,
      constant: constant, isLasting: isLasting)
  }
}
