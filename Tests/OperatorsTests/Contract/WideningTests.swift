// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// What the recorded cases of halves, and of elements that share a byte, do not show.
@Suite struct WideningTests {
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

  /// The lower bits of numbers, several to a byte: its lowest bits are its first element.
  private func packed(
    _ type: ElementType, _ values: [Int8], _ shape: [Int]
  ) throws -> DirectTensor {
    try evaluate(Cast(resultType: type), [tensor(values, shape)])[0]
  }

  private let counted: [Int8] = [1, 2, 3, 4, 5, 6]

  /// Rows of three beside rows of one, which begin within a byte: 1 2 3 7, 4 5 6 8.
  @Test(arguments: [[0, 1], []] as [Set<Int>]) func movesWithinBytes(constants: Set<Int>) throws {
    for type in [ElementType.int4, .uint4] {
      let joined = try evaluate(
        Concatenation(axis: 1), [packed(type, counted, [2, 3]), packed(type, [7, 8], [2, 1])],
        constantInputs: constants)[0]
      #expect(joined.type == type)
      #expect(joined.elements(as: UInt8.self) == [0x21, 0x73, 0x54, 0x86])
    }
  }

  /// Of two bits each; the columns are 1 0, 2 1 and 3 2.
  @Test func movesPairsOfBits() throws {
    let rows = try packed(.int2, [1, 2, 3, 0, 1, 2], [2, 3])
    let turned = try evaluate(Transpose(), [rows, control([1, 0])], constantInputs: [1])[0]
    #expect(turned.type == .int2)
    #expect(turned.elements(as: UInt8.self) == [0b01_10_00_01, 0b10_11])
  }

  /// Rows of three: 4 5 6 and 1 2 3.
  @Test func picksRowsWithinBytes() throws {
    let rows = try evaluate(
      Gather(axis: 0), [packed(.int4, counted, [2, 3]), control([1, 0])], constantInputs: [])[0]
    #expect(rows.elements(as: UInt8.self) == [0x54, 0x16, 0x32])
  }

  @Test func refusesBytesForWhatSharesThem() throws {
    let rows = try packed(.int4, counted, [2, 3])
    for type in [ElementType.int8, .uint4] {
      #expect(throws: OperatorError.self) {
        try evaluate(Transpose(), [rows, control([1, 0])], resultTypes: [type])
      }
    }
  }
}
