// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore
import TestSupport
import Testing

@testable import DataSets

struct SampleLayoutTests {
  /// For a picture of 6 × 5 with an open batch, and one with a batch of 2.
  @Test(
    arguments: [
      ([7, 6, 5], [nil, 6, 5], 7, [1, 6, 5]),  // end to end
      ([7, 1, 6, 5], [nil, 6, 5], 7, [1, 6, 5]),  // stacked
      ([6, 5], [nil, 6, 5], 1, [1, 6, 5]),  // one sample without the batch
      ([8, 6, 5], [2, 6, 5], 4, [2, 6, 5]),
      ([4, 2, 6, 5], [2, 6, 5], 4, [2, 6, 5]),
      ([3, 9], [nil, nil], 3, [1, 9]),
      ([3], [], 3, []),
      ([], [], 1, []),
      ([16], [16], 1, [16]),
      ([4, 16], [16], 4, [16]),
    ] as [([Int], [Int?], Int, [Int])])
  func cutsArrays(array: [Int], input: [Int?], count: Int, sample: [Int]) throws {
    let layout = try SampleLayout(of: Shape(array), input: input)
    #expect(layout.count == count)
    #expect(layout.shape == Shape(sample))
  }

  @Test(
    arguments: [
      ([7, 5, 6], [nil, 6, 5], "it has shape [7, 5, 6], the model takes samples of [?, 6, 5]"),
      ([7, 6, 5], [2, 6, 5], "it has 7 rows end to end, the model takes batches of 2"),
      ([5], [nil, 6, 5], "it has shape [5]"),
      ([6, 5], [2, 6, 5], "it has shape [6, 5]"),
    ] as [([Int], [Int?], String)])
  func refusesOtherShapes(array: [Int], input: [Int?], expected: String) {
    let error = #expect(throws: ArrayFileError.self) {
      try SampleLayout(of: Shape(array), input: input)
    }
    #expect(error?.message.hasPrefix(expected) == true)
  }

  @Test func anUnnamedArrayGoesToTheOnlyInput() {
    #expect(arrayName(for: "x", only: true, among: [""]) == "")
    #expect(arrayName(for: "x", only: true, among: ["arr_0"]) == "arr_0")
    #expect(arrayName(for: "x", only: true, among: ["y"]) == nil)
    #expect(arrayName(for: "x", only: false, among: ["arr_0"]) == nil)
    #expect(arrayName(for: "x", only: true, among: ["labels", "x"]) == "x")
  }
}

struct NumPyArrayCastTests {
  private func array<Element: BitwiseCopyable>(
    _ elements: [Element], _ type: ElementType
  ) -> NumPyArray {
    NumPyArray(
      type: type, shape: Shape([elements.count]), bytes: elements.withUnsafeBytes { Array($0) })
  }

  @Test func realNumbersBecomeFloats() {
    let inputs = [
      array([0.5, -3] as [Double], .float64), array([0.5, -3] as [Float16], .float16),
    ]
    for input in inputs {
      #expect(input.cast(to: .float32)?.elements(as: Float.self) == [0.5, -3])
    }
    #expect(
      array([7, 255] as [UInt8], .uint8).cast(to: .float32)?.elements(as: Float.self) == [7, 255])
    #expect(
      array([1, 0] as [UInt8], .bool).cast(to: .float32)?.elements(as: Float.self) == [1, 0])
  }

  @Test func integersMustFit() {
    let numbers = array([1, -2, 300] as [Int64], .int64)
    #expect(numbers.cast(to: .int32)?.elements(as: Int32.self) == [1, -2, 300])
    #expect(numbers.cast(to: .int8) == nil)
    #expect(array([1.5] as [Float], .float32).cast(to: .int32) == nil)
  }
}
