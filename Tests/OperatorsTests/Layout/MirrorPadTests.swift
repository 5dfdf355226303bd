// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct MirrorPadTests {
  let input = tensor(counting(6, as: Int16.self).map { $0 + 1 }, [2, 3])

  @Test func reflects() {  // as in TensorFlow's documentation of tf.pad
    expect(
      MirrorPad(mode: .reflect), [input, control([1, 1, 2, 2], [2, 2])],
      gives: [
        6, 5, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 2, 1, 6, 5, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 2, 1,
      ] as [Int16], shape: [4, 7])
  }

  @Test func mirrorsAtTheEdge() {  // as in TensorFlow's documentation of tf.pad
    expect(
      MirrorPad(mode: .symmetric), [input, control([1, 1, 2, 2], [2, 2])],
      gives: [
        2, 1, 1, 2, 3, 3, 2, 2, 1, 1, 2, 3, 3, 2, 5, 4, 4, 5, 6, 6, 5, 5, 4, 4, 5, 6, 6, 5,
      ] as [Int16], shape: [4, 7])
  }
}
