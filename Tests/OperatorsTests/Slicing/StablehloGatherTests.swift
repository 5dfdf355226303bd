// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct StablehloGatherTests {
  @Test func movesSlicesInside() {
    let pairs = StablehloGather(
      offsetAxes: [1], collapsedAxes: [], indexedAxes: [0], vectorAxis: 1, sliceSizes: [2])
    expect(
      pairs, [tensor([1, 2, 3] as [Int8]), tensor([.max, .min, 1] as [Int64], [3, 1])],
      gives: [2, 3, 1, 2, 2, 3] as [Int8], shape: [3, 2])
  }

  @Test func takesSlicesOfNothing() {
    let nothing = StablehloGather(
      offsetAxes: [1], collapsedAxes: [], indexedAxes: [0], vectorAxis: 1, sliceSizes: [0])
    expect(
      nothing, [tensor([1] as [Int8]), control([0, 0], [2, 1])], gives: [] as [Int8], shape: [2, 0])
  }

  @Test func takesVectorsWithoutAnAxis() {
    let elements = StablehloGather(
      offsetAxes: [], collapsedAxes: [0], indexedAxes: [0], vectorAxis: 1, sliceSizes: [1])
    expect(
      elements, [tensor([10, 20, 30] as [Int16]), control([2, 0])], gives: [30, 10] as [Int16],
      shape: [2])
  }
}
