// SPDX-License-Identifier: Apache-2.0

/// The bytes that a Snappy block was made from.
///
/// A block is the length of the result as a varint, then elements: the low two bits of an
/// element's first byte say whether literal bytes follow or earlier output is repeated.
///
/// Source: Snappy format description.
///
/// - Parameter limit: the largest result that is believed.
func snappyDecoded(
  _ block: UnsafeRawBufferPointer, limit: Int = 1 << 28
) throws(DamagedBytes) -> [UInt8] {
  var cursor = ByteCursor(block)
  let count = try cursor.varint()
  guard count <= limit else { throw DamagedBytes(reason: "a compressed block is too large") }
  var output: [UInt8] = []
  // A pair of bytes gives at most 64, so a false length cannot make this large.
  output.reserveCapacity(min(count, block.count * 32))
  while !cursor.isAtEnd {
    let tag = Int(try cursor.byte())
    if tag & 3 == 0 {
      let length = try snappyLiteralLength(tag: tag, from: &cursor)
      output.append(contentsOf: try cursor.bytes(length))
    } else {
      let (length, distance) = try snappyCopy(tag: tag, from: &cursor)
      guard distance > 0, distance <= output.count, length <= count - output.count else {
        throw DamagedBytes(reason: "a compressed block repeats bytes that are not there")
      }
      // One at a time: the source may run into what is being written.
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
    guard output.count <= count else { break }
  }
  guard output.count == count else {
    throw DamagedBytes(reason: "a compressed block has \(output.count) bytes, not \(count)")
  }
  return output
}

/// Up to 60 the length is in the tag; beyond, in the one to four bytes that follow.
private func snappyLiteralLength(
  tag: Int, from cursor: inout ByteCursor
) throws(DamagedBytes) -> Int {
  let short = tag >> 2
  guard short >= 60 else { return short + 1 }
  var length = 0
  for index in 0..<short - 59 { length |= Int(try cursor.byte()) << (8 * index) }
  return length + 1
}

private func snappyCopy(
  tag: Int, from cursor: inout ByteCursor
) throws(DamagedBytes) -> (length: Int, distance: Int) {
  switch tag & 3 {
  case 1:
    return ((tag >> 2 & 7) + 4, (tag >> 5) << 8 | Int(try cursor.byte()))
  case 2:
    let low = Int(try cursor.byte())
    return ((tag >> 2) + 1, low | Int(try cursor.byte()) << 8)
  default:
    return ((tag >> 2) + 1, Int(try cursor.littleEndian32()))
  }
}
