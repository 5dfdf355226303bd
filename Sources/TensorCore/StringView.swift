// SPDX-License-Identifier: Apache-2.0

/// A string of a tensor while a model runs: where its bytes are, and how many.
///
/// Tensors of strings are arrays of these, so operators move them as they move numbers. The bytes
/// belong to the model's constants, to who filled an input, to a table, or to the inference. All
/// zero is the empty string. Both numbers have 64 bits, whatever an address has, as kernels expect.
package struct StringView: BitwiseCopyable, Sendable {
  private let address: UInt64
  private let byteCount: UInt64

  package init(_ bytes: UnsafeRawBufferPointer) {
    address = UInt64(UInt(bitPattern: bytes.baseAddress))
    byteCount = UInt64(bytes.count)
  }

  package var count: Int { Int(byteCount) }

  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: UInt(address)), count: count)
  }

  package var array: [UInt8] { Array(bytes) }
}

extension ElementType {
  /// Bytes that `count` elements take while a model runs; nil where they are too many to be counted,
  /// and for variants.
  ///
  /// As ``byteCount(of:)``; a string is a ``StringView``, a resource the 32-bit number of a variable
  /// or table.
  package func runtimeByteCount(of count: Int) -> Int? {
    switch self {
    case .string: ElementType.complex128.byteCount(of: count)  // 16 bytes, too
    case .resource: ElementType.int32.byteCount(of: count)
    default: byteCount(of: count)
    }
  }
}
