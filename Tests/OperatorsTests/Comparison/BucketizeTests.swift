// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BucketizeTests {
  @Test func countsNoneWithoutBoundaries() {
    expect(
      Bucketize(boundaries: []), [tensor([-5, .nan] as [Float])], gives: [0, 0] as [Int32],
      shape: [2])
  }

  /// As float32, 2⁵³ + 1 is 2⁵³; as itself, it would be in the third bucket.
  @Test func roundsIntegersToFloat() {
    expect(
      Bucketize(boundaries: [-1, 0x1p53 + 0x1p30]), [tensor([1 << 53 + 1, .min, .max] as [Int64])],
      gives: [1, 0, 2] as [Int32], shape: [3])
  }
}
