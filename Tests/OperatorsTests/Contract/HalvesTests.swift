// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// What the recorded cases of halves do not show.
@Suite struct HalvesTests {
  private func halves(_ values: [Float], _ shape: [Int]) -> DirectTensor {
    DirectTensor(
      values.map { Float16($0).bitPattern }, type: .float16, shape: Shape(shape))
  }

  /// Floats stay floats beside weights of halves, constant or not: 1 · 3 + 2 · 4 = 11, and 5.
  @Test(arguments: [[0, 1], [0], []] as [Set<Int>]) func weightsAreWidened(
    constants: Set<Int>
  ) {
    let rows = tensor([1, 2] as [Float], [1, 2])
    expect(
      FullyConnected(), [rows, halves([3, 4, 1, 2], [2, 2])], gives: [11, 5] as [Float],
      shape: [1, 2], constantInputs: constants)
  }

  /// The sum 1 + 2⁻¹¹ lies between two halves, of which 1 is even; 3 · 2⁻¹¹ goes up to 2⁻⁹.
  @Test func sumsAreRoundedToEven() throws {
    let sums = try evaluate(
      Add(), [halves([1, 1], [2]), halves([0x1p-11, 0x3p-11], [2])])[0]
    #expect(sums.type == .float16)
    #expect(sums.elements(as: UInt16.self) == [0x3C00, 0x3C02])
  }

  @Test func refusesHalvesBesideFloats() {
    expectRefusal(
      Less(), [halves([1], [1]), tensor([1] as [Float])],
      "'a' is float16, 'b' is float32: must be one type")
  }
}
