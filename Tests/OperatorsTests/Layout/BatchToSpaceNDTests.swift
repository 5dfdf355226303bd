// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct BatchToSpaceNDTests {
  @Test func movesImages() {  // as in TensorFlow's documentation
    expect(
      BatchToSpaceND(),
      [
        tensor([1, 2, 3, 4] as [Float], [4, 1, 1, 1]), control([2, 2]),
        control([0, 0, 0, 0], [2, 2]),
      ], gives: [1, 2, 3, 4] as [Float], shape: [1, 2, 2, 1])
  }

  /// Each place of the result against the definition, with uneven crops.
  @Test func crops() {
    let input: [Int16] = counting(12 * 2 * 2 * 2)
    var expected: [Int16] = []
    for index in indices(of: [2, 3, 4, 2]) {  // uncropped 4 × 6, blocks 2 × 3
      let (y, x) = (index[1] + 1, index[2] + 2)
      let image = (y % 2 * 3 + x % 3) * 2 + index[0]
      expected.append(input[place([image, y / 2, x / 3, index[3]], in: [12, 2, 2, 2])])
    }
    expect(
      BatchToSpaceND(),
      [tensor(input, [12, 2, 2, 2]), control([2, 3]), control([1, 0, 2, 0], [2, 2])],
      gives: expected, shape: [2, 3, 4, 2])
  }

  private func refuse(
    _ block: [Int], _ crops: [Int], _ part: String, constantInputs: Set<Int>? = nil
  ) {
    expectRefusal(
      BatchToSpaceND(),
      [
        tensor(counting(4, as: Int8.self), [4, 1, 1, 1]), control(block),
        control(crops, [block.count, 2]),
      ], part, constantInputs: constantInputs)
  }

  @Test func refusesOperands() {  // C1
    refuse([2, 2], [0, 0, 0, 0], "must be constant", constantInputs: [1])
    refuse([1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0], "must have 1 to 3")
  }

  @Test func refusesBlocks() {  // C2
    refuse([0, 2], [0, 0, 0, 0], "block 0 is out of range")
    refuse([2, 2], [-1, 0, 0, 0], "-1, which is out of range")
  }

  @Test func refusesCrops() {  // C3
    refuse([2, 2], [2, 1, 0, 0], "not valid")
    refuse([3, 1], [0, 0, 0, 0], "do not divide")
  }
}
