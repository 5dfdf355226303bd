// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What the recorded cases of StableHLO's arithmetic do not show.
@Suite struct NumberFunctionTests {
  private func joined<Element: TensorElement & Equatable>(
    _ function: NumberFunction, _ a: [Element], _ b: [Element], isContiguous: Bool = true
  ) -> [Element] {
    let kernel = function.kernel(for: Element.elementType, isContiguous: isContiguous)
    var result = a
    b.withUnsafeBytes { right in
      result.withUnsafeMutableBytes { left in
        kernel.run(
          left.baseAddress!, 1, right.baseAddress!, 1, left.baseAddress!, a.count,
          kernel.parameters.base)
      }
    }
    return result
  }

  @Test func infinitiesStay() {
    let huge = [Float](repeating: 3e38, count: 3)
    for isContiguous in [true, false] {
      #expect(joined(.add, huge, huge, isContiguous: isContiguous).allSatisfy { $0 == .infinity })
      #expect(
        joined(.multiply, huge, huge, isContiguous: isContiguous).allSatisfy { $0 == .infinity })
    }
  }

  @Test func numbersThatAreNoneWin() {
    let (some, none) = ([1, .nan] as [Double], [.nan, 1] as [Double])
    for function in [NumberFunction.minimum, .maximum] {
      #expect(joined(function, some, none).allSatisfy { $0.isNaN })
    }
  }

  @Test func unsignedNumbersKeepTheirOrder() {
    // 2⁶³ is more than 1, though its bits as a signed number are less.
    let (large, small) = ([1 << 63] as [UInt64], [1] as [UInt64])
    #expect(joined(.maximum, small, large) == large)
    #expect(joined(.minimum, large, small) == small)
    #expect(joined(.maximum, [200] as [UInt8], [100]) == [200])
  }

  @Test func shiftsOfAllBitsGiveZero() {
    #expect(
      joined(.shiftLeft, [1, 1, -1, 3] as [Int8], [7, 8, -1, 100]) == [-128, 0, 0, 0] as [Int8])
  }

  @Test func truthIsOne() {
    #expect(joined(.all, [2, 2, 0] as [Int16], [3, 0, 0]) == [1, 0, 0])
    #expect(joined(.any, [2, 2, 0] as [Int16], [3, 0, 0]) == [1, 1, 0])
    #expect(joined(.all, [2, .nan, 0] as [Double], [3, 1, 1]) == [1, 1, 0])
  }

  /// Every float16 is itself again, and what lies between two goes to the nearest, halves to even.
  @Test func float16IsRounded() {
    let all = (0...UInt16.max).map { Float16(bitPattern: $0) }.filter { !$0.isNaN }
    let other = [Float16](repeating: 0, count: all.count)
    let sums = joined16(.add, all, other)
    #expect(zip(all, sums).allSatisfy { $0 == $1 })
    // Halves of the smallest number: 0.5, 1 and 1.5 of it become 0, 1 and 2.
    let least = Float16.leastNonzeroMagnitude
    let factors = [0.5, 1, 1.5] as [Float16]
    #expect(
      joined16(.multiply, [Float16](repeating: least, count: 3), factors) == [0, least, 2 * least])
    // 65504 + 16 is the first number that is too large.
    let largest = Float16.greatestFiniteMagnitude
    #expect(joined16(.add, [largest, largest], [15, 16]) == [largest, .infinity])
  }

  private func joined16(_ function: NumberFunction, _ a: [Float16], _ b: [Float16]) -> [Float16] {
    let kernel = function.kernel(for: .float16)
    var result = a
    b.withUnsafeBytes { right in
      result.withUnsafeMutableBytes { left in
        kernel.run(
          left.baseAddress!, 1, right.baseAddress!, 1, left.baseAddress!, a.count,
          kernel.parameters.base)
      }
    }
    return result
  }
}
