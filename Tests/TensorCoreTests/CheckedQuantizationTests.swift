// SPDX-License-Identifier: Apache-2.0
import TensorCore
import Testing

@Suite struct CheckedQuantizationTests {
  /// What is wrong with a quantization of `[2, 3]` elements; nil for nothing.
  private func fault(
    _ scales: [Float], _ zeroPoints: [Int], axis: Int = 0, type: ElementType = .int8,
    isConstant: Bool = false, shape: Shape? = Shape([2, 3])
  ) -> String? {
    do {
      _ = try CheckedQuantization(
        Quantization(scales: scales, zeroPoints: zeroPoints, axis: axis), type: type, shape: shape,
        isConstant: isConstant)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func oneZeroPointServesAllScales() throws {
    let checked = try CheckedQuantization(
      Quantization(scales: [1, 2, 3], zeroPoints: [7], axis: 1), type: .uint8,
      shape: Shape([2, 3]), isConstant: true)
    #expect(checked.zeroPoints == [7, 7, 7])
    #expect(checked.axis == 1)
  }

  @Test func oneScaleHasNoAxis() throws {
    let checked = try CheckedQuantization(
      Quantization(scales: [1], zeroPoints: [7], axis: 9), type: .int8, shape: nil,
      isConstant: false)
    #expect(checked.axis == nil)
  }

  @Test func countsMustAgree() {  // C1
    #expect(fault([], []) == "0 scales, but 0 zero points")
    #expect(fault([1, 1], [0, 0, 0]) == "2 scales, but 3 zero points")
    #expect(fault([1], []) == "1 scales, but 0 zero points")
  }

  @Test func axisMustFit() {  // C2
    #expect(fault([1, 1], [0, 0]) == nil)
    #expect(fault([1, 1], [0, 0], axis: 1) == "2 scales along axis 1 of [2, 3]")
    #expect(fault([1, 1], [0, 0], axis: 2) == "2 scales along axis 2 of [2, 3]")
    #expect(fault([1, 1], [0, 0], axis: -1) == "2 scales along axis -1 of [2, 3]")
    #expect(fault([1, 1, 1], [0, 0, 0], shape: Shape([-1, 4])) == nil)
    #expect(fault([1, 1, 1], [0, 0, 0], shape: nil) == nil)
  }

  @Test(arguments: [-1, .nan, .infinity] as [Float])
  func scalesMustBeFiniteAndPositive(scale: Float) {  // C3
    #expect(fault([1, scale], [0]) == "scale 1 is \(scale), it must be finite and positive")
    #expect(fault([1, scale], [0], isConstant: true)?.hasPrefix("scale 1") == true)
  }

  @Test func onlyConstantsMayBeDead() {  // C3
    #expect(fault([0, 1], [0], isConstant: true) == nil)
    #expect(fault([0], [0], isConstant: true) == nil)
    #expect(fault([0], [0]) == "scale 0 is 0.0, it must be finite and positive")
  }

  @Test(
    arguments: [
      (.int2, -2, 1), (.int4, -8, 7), (.uint4, 0, 15), (.int8, -128, 127), (.uint8, 0, 255),
      (.int16, -32768, 32767), (.uint16, 0, 65535), (.int32, -2_147_483_648, 2_147_483_647),
    ] as [(ElementType, Int, Int)])
  func zeroPointsMustBeOfTheType(type: ElementType, least: Int, largest: Int) {  // C4
    #expect(fault([1], [least], type: type) == nil)
    #expect(fault([1], [largest], type: type) == nil)
    for beyond in [least - 1, largest + 1] {
      #expect(
        fault([1], [beyond], type: type)
          == "zero point 0 is \(beyond), allowed are \(least) to \(largest)")
    }
  }
}
