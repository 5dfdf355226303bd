// SPDX-License-Identifier: Apache-2.0
import TensorCore
import Testing

struct RawBytesTests {
  @Test(arguments: [0, 1, 7, 8, 9, 64, 100])
  func bytesAreComparedToTheLast(count: Int) {
    let bytes = (0..<count).map { UInt8($0) }
    bytes.withUnsafeBytes { bytes in
      for changed in 0..<count {
        var other = Array(bytes)
        #expect(
          other.withUnsafeBytes {
            $0.hasSameBytes(as: bytes) && $0.sampledHash == bytes.sampledHash
          })
        other[changed] ^= 128
        #expect(!other.withUnsafeBytes { $0.hasSameBytes(as: bytes) })
      }
      #expect(!bytes.hasSameBytes(as: UnsafeRawBufferPointer(start: nil, count: 0)) || count == 0)
    }
  }
}
