// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// What becomes of two numbers; reductions join many by it, updates join old and new.
///
/// Integers wrap; minimum and maximum of NaN are NaN, but where the kernels of MINIMUM and MAXIMUM
/// lose it. Raw values are the kernel's.
package enum NumberFunction: UInt8, Sendable {
  /// The second of both.
  case second
  case add, multiply, minimum, maximum
  /// Of the bits.
  case and
  /// Of what is not 0.
  case all, any
  case shiftLeft
  case atan2

  /// A kernel on contiguous elements, or on those that lie any number of elements apart.
  package func kernel(for type: ElementType, isContiguous: Bool = true) -> BinaryKernel {
    if isContiguous, let kernel = fastKernel(for: type) { return kernel }
    let combination = linnet_combination(
      type: type.rawValue, size: UInt8(type.byteCount(of: 1)!), function: rawValue)
    return BinaryKernel("number_combine", number_combine, PreparedBuffer(combination))
  }

  /// The kernel of the operator that does the same, where there is one.
  private func fastKernel(for type: ElementType) -> BinaryKernel? {
    let infinite = linnet_f32_limits(low: -.infinity, high: .infinity)
    switch (self, type) {
    case (.add, .float32): return BinaryKernel("f32_add", f32_add, PreparedBuffer(infinite))
    case (.multiply, .float32): return BinaryKernel("f32_mul", f32_mul, PreparedBuffer(infinite))
    case (.add, .int32): return .limitedInt32("s32_add", s32_add, .none)
    case (.multiply, .int32): return .limitedInt32("s32_mul", s32_mul, .none)
    case (.maximum, .float32), (.maximum, .int8), (.maximum, .int32):
      return Maximum.kernel(for: type)
    case (.minimum, .float32), (.minimum, .int8), (.minimum, .int32):
      return Minimum.kernel(for: type)
    default: return nil
    }
  }
}

extension ElementTypeSet {
  /// Numbers that ``NumberFunction`` takes, but for bfloat16.
  package static let numbers: ElementTypeSet = [
    .float16, .float32, .float64, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64,
    .bool,
  ]
}

extension NumberFunction {
  /// The function that a subgraph computes; nil where its model is not at hand.
  ///
  /// - Throws: where it computes another.
  init?(ofSubgraph index: Int, _ options: borrowing OptionsReader) throws(FormatError) {
    switch try options.joint(of: index) {
    case .unknown: return nil
    case .second: self = .second
    case .operation(let code):
      switch code {
      case .add, .stablehloAdd: self = .add
      case .mul, .stablehloMultiply: self = .multiply
      case .minimum, .stablehloMinimum: self = .minimum
      case .maximum, .stablehloMaximum: self = .maximum
      case .logicalAnd, .stablehloAnd: self = .all
      case .logicalOr, .stablehloOr: self = .any
      default: throw FormatError("subgraph \(index) is \(code.name), which is not supported")
      }
    }
  }
}
