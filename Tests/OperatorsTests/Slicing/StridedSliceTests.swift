// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct StridedSliceTests {
  let input = tensor(counting(24, as: Int16.self), [2, 3, 4])

  private func masks(_ change: (inout StridedSlice.Masks) -> Void) -> StridedSlice {
    var masks = StridedSlice.Masks()
    change(&masks)
    return StridedSlice(masks: masks)
  }

  private func expectSlice(
    _ operation: StridedSlice, _ begin: [Int], _ end: [Int], _ strides: [Int],
    gives values: [Int16], shape: [Int], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(
      operation, [input, control(begin), control(end), control(strides)], gives: values,
      shape: shape, sourceLocation: sourceLocation)
  }

  @Test func stepsForwards() {  // x[0:2, 1:3, 0:4:2]
    expectSlice(
      StridedSlice(), [0, 1, 0], [2, 3, 4], [1, 1, 2], gives: [4, 6, 8, 10, 16, 18, 20, 22],
      shape: [2, 2, 2])
  }

  @Test func stepsBackwards() {  // x[1:0:-1, ::-2, -1:-4:-1]
    expectSlice(
      masks { ($0.begin, $0.end) = (0b010, 0b010) }, [1, 0, -1], [0, 0, -4], [-1, -2, -1],
      gives: [23, 22, 21, 15, 14, 13], shape: [1, 2, 3])
  }

  @Test func stopsAtEdges() {  // x[-9:1, 2:9, 3:-9:-3]
    expectSlice(
      StridedSlice(), [-9, 2, 3], [1, 9, -9], [1, 1, -3], gives: [11, 8], shape: [1, 1, 2])
    expectSlice(StridedSlice(), [0, 2], [2, 1], [1, 1], gives: [], shape: [2, 0, 4])
  }

  @Test func dropsAxes() {  // x[-1, :, 2]
    expectSlice(
      masks { ($0.shrinkAxis, $0.begin, $0.end) = (0b101, 0b010, 0b010) }, [-1, 0, 2], [0, 0, 3],
      [1, 1, 1], gives: [14, 18, 22], shape: [3])
  }

  @Test func addsAxes() {  // x[newaxis, 1, ..., newaxis, 3]
    expectSlice(
      masks { ($0.newAxis, $0.shrinkAxis, $0.ellipsis) = (0b01001, 0b10010, 0b00100) },
      [0, 1, 0, 0, 3], [0, 2, 0, 0, 4], [1, 1, 1, 1, 1], gives: [15, 19, 23], shape: [1, 3, 1])
  }

  @Test func takesRestWhole() {  // x[1]
    expectSlice(
      masks { $0.shrinkAxis = 1 }, [1], [2], [1], gives: counting(12).map { $0 + 12 },
      shape: [3, 4])
  }

  @Test func countsEndFromBegin() {  // begin 1, two more
    expectSlice(
      masks { $0.endCountsFromBegin = true }, [0, 1, 1], [1, 1, 2], [1, 1, 1], gives: [5, 6],
      shape: [1, 1, 2])
  }
}
