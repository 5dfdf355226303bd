// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What an operator sees of one of its tensors while shapes are inferred and while it prepares.
///
/// It never changes. It is a class because operators pass operands around a lot: a copy is one
/// count, where that of a structure would be one for each of its parts.
package final class Operand {
  package let type: ElementType
  package let shape: Shape
  package let quantization: Quantization?
  /// Where ``TensorTable`` finds the tensor's bytes during evaluation.
  package let slot: Int
  /// The bytes, where they are known before the first inference: a constant of the file, or the
  /// result of an operator whose inputs are all known. Aligned to the element; as long as
  /// shape × type says.
  package let constant: UnsafeRawBufferPointer?
  /// Whether the constant is the same, and at the same place, however often the operator prepares.
  package let isLasting: Bool

  package init(
    type: ElementType, shape: Shape, quantization: Quantization?, slot: Int,
    constant: UnsafeRawBufferPointer?, isLasting: Bool = false
  ) {
    self.type = type
    self.shape = shape
    self.quantization = quantization
    self.slot = slot
    self.constant = constant
    self.isLasting = isLasting
  }

  package var elementCount: Int { shape.elementCount }

  /// The same tensor, not constant, in another shape.
  package func reshaped(to shape: Shape) -> Operand {
    Operand(type: type, shape: shape, quantization: quantization, slot: slot, constant: nil)
  }

  /// The constant's elements; nil if the operand is not constant.
  ///
  /// `Element` must be the element type's own Swift type.
  package func constantElements<Element>(
    as _: Element.Type = Element.self
  ) -> UnsafeBufferPointer<Element>? {
    constant.map { $0.bindMemory(to: Element.self) }
  }

  /// The elements of a constant int8, int16, int32 or int64 operand as `Int`s: axes, paddings,
  /// shapes.
  ///
  /// Nil if the operand is not constant or of another type.
  package var constantIntegers: [Int]? {
    guard let constant else { return nil }
    switch type {
    case .int8: return constant.bindMemory(to: Int8.self).map(Int.init)
    case .int16: return constant.bindMemory(to: Int16.self).map(Int.init)
    case .int32: return constant.bindMemory(to: Int32.self).map(Int.init)
    case .int64: return constant.bindMemory(to: Int64.self).map { Int(clamping: $0) }
    default: return nil
    }
  }
}

/// Why an operator cannot run: said when it is prepared, or for faults of the data when it runs.
package struct OperatorError: Error {
  /// What failed, found against allowed; without the operator's own name, which the caller adds.
  package let message: String
  /// Whether all that is missing is the value of an operand, which is known only when the operators
  /// before have run.
  package let isAwaiting: Bool

  package init(_ message: ErrorText) {
    self.message = message.text
    isAwaiting = false
  }

  /// The value of an operand must be known before shapes are inferred, and is not.
  package init(awaiting operand: StaticString) {
    message = ErrorText("'\(operand)' must be constant").text
    isAwaiting = true
  }
}
