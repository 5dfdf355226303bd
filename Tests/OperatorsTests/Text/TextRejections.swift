// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What operators that make something of texts refuse.
enum TextRejections {
  @RejectionTable static var table: [Rejection] {
    lshProjection
    skipGram
  }

  @RejectionTable private static var lshProjection: [Rejection] {
    let (hash, input) = (zero(.float32, nil, [2, 3]), control([1, 2]))
    Rejection(.c1, LshProjection(type: .unknown), [hash, input], "'type' is missing")
    Rejection(.c2, LshProjection(type: .dense), [zero(.float32, nil, [2]), input], "at most 32")
    Rejection(
      .c2, LshProjection(type: .dense), [zero(.float32, nil, [1, 33]), input], "at most 32")
    Rejection(.c2, LshProjection(type: .sparse), [hash, control([1], [])], "at most 32")
    Rejection(
      .c3, LshProjection(type: .sparse), [hash, input, zero(.float32, nil, [3])],
      "[3] do not fit: a weight for each item")
    Rejection(
      .c3, LshProjection(type: .sparse), [hash, input, zero(.float32, nil, [2, 1])],
      "a weight for each item")
    let many = DirectTensor(
      type: .float32, shape: Shape([1 << 27, 32]),
      bytes: UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: 64), count: 0))
    Rejection(.c4, LshProjection(type: .dense), [many, input], "not valid")
  }

  @RejectionTable private static var skipGram: [Rejection] {
    let nothing = DirectTensor(strings: [], shape: Shape([0]))
    Rejection(.c1, SkipGram(size: 2), [nothing], "'input' is empty")
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
    let words = (0..<40).map { _ in long }.joined(separator: [UInt8(ascii: " ")])
    Rejection(
      .c2, SkipGram(size: 4, longestSkip: 40),
      [DirectTensor(strings: [Array(words)], shape: Shape([1]))], "more than 268435456 bytes")
    let short = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 25 + 3).enumerated().map {
      $0.offset % 2 == 0 ? UInt8(ascii: "a") : $0.element
    }
    Rejection(
      .c2, SkipGram(size: 2), [DirectTensor(strings: [short], shape: Shape([1]))],
      "more than 16777216 words")
  }
}
