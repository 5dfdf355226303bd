// SPDX-License-Identifier: Apache-2.0
import Foundation
import TensorCore

/// Constant bytes that are read where they lie: in an array, a mapped file, or another's memory.
package struct ByteSource: Sendable {
  package let count: Int
  private let storage: Storage

  private enum Storage: @unchecked Sendable {
    case array([UInt8])
    case data(Data)
    case memory(UnsafeRawPointer, owner: AnyObject)
  }

  package static let empty = ByteSource([])

  package init(_ bytes: [UInt8]) {
    count = bytes.count
    storage = .array(bytes)
  }

  /// Bytes of `data`, which may be a slice of a mapped file.
  package init(_ data: Data) {
    count = data.count
    storage = .data(data)
  }

  /// Memory that stays as it is for as long as `owner` lives.
  package init(_ bytes: UnsafeRawBufferPointer, owner: AnyObject & Sendable) {
    count = bytes.count
    storage = bytes.baseAddress.map { .memory($0, owner: owner) } ?? .array([])
  }

  /// Calls `body` with the bytes.
  package func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    switch storage {
    case .array(let bytes): return try bytes.withUnsafeBytes(body)
    case .data(let data): return try data.withUnsafeBytes(body)
    case .memory(let start, let owner):
      return try withExtendedLifetime(owner) {
        try body(UnsafeRawBufferPointer(start: start, count: count))
      }
    }
  }

  /// Whether both have the same bytes.
  func hasSameBytes(as other: ByteSource) -> Bool {
    withBytes { mine in other.withBytes { mine.hasSameBytes(as: $0) } }
  }
}
