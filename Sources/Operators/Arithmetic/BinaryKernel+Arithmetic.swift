// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

extension BinaryKernel {
  /// A kernel on float32 that clamps its results to a fused activation's limits.
  package static func limitedFloat(
    _ name: String, _ run: @escaping linnet_binary_kernel, _ activation: FusedActivation
  ) -> BinaryKernel {
    let range = activation.floatRange
    let limits = linnet_f32_limits(low: range.lowerBound, high: range.upperBound)
    return BinaryKernel(name, run, PreparedBuffer(limits))
  }

  /// A kernel on int32 that clamps its results to a fused activation's limits.
  package static func limitedInt32(
    _ name: String, _ run: @escaping linnet_binary_kernel, _ activation: FusedActivation
  ) -> BinaryKernel {
    let (low, high) = activation.integerLimits(Int32.self)
    return BinaryKernel(name, run, PreparedBuffer(linnet_s32_limits(low: low, high: high)))
  }

  /// A kernel on int64 that clamps its results to a fused activation's limits.
  package static func limitedInt64(
    _ name: String, _ run: @escaping linnet_binary_kernel, _ activation: FusedActivation
  ) -> BinaryKernel {
    let (low, high) = activation.integerLimits(Int64.self)
    return BinaryKernel(name, run, PreparedBuffer(linnet_s64_limits(low: low, high: high)))
  }

  /// A kernel on plain int16 that clamps its results to a fused activation's limits.
  package static func limitedInt16(
    _ name: String, _ run: @escaping linnet_binary_kernel, _ activation: FusedActivation
  ) -> BinaryKernel {
    let (low, high) = activation.integerLimits(Int16.self)
    let limits = linnet_s32_limits(low: Int32(low), high: Int32(high))
    return BinaryKernel(name, run, PreparedBuffer(limits))
  }

  /// The variant of a family that is fastest here.
  package static func selected(
    _ family: linnet_binary_family, _ parameters: PreparedBuffer
  ) -> BinaryKernel {
    let variant = linnet_binary_selected(family)
    return BinaryKernel(String(cString: variant.pointee.name), variant.pointee.run, parameters)
  }

  /// The sum or difference of quantized operands of `type`.
  package static func sum(
    of type: ElementType, _ parameters: linnet_quantized_binary
  ) -> BinaryKernel {
    let parameters = PreparedBuffer(parameters)
    return switch type {
    case .int8: .selected(LINNET_S8_ADD, parameters)
    case .uint8: .selected(LINNET_U8_ADD, parameters)
    default: BinaryKernel("s16_add", s16_add, parameters)
    }
  }
}

extension FusedActivation {
  /// The bounds on plain integers of a type.
  package func integerLimits<Element: FixedWidthInteger>(
    _: Element.Type
  ) -> (low: Element, high: Element) {
    (bounds.low.map { Element(Int($0)) } ?? .min, bounds.high.map { Element(Int($0)) } ?? .max)
  }
}
