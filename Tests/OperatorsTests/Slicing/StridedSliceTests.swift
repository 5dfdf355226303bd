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

  @Test func refusesUnknownOrUneven() {  // C1
    let one = control([0])
    expectRefusal(StridedSlice(), [input, one, control([1, 1]), one], "must have 1")
    expectRefusal(StridedSlice(), [input, one, one, control([1, 1])], "must have 1")
    expectRefusal(StridedSlice(), [input, one, one, one], "must be constant", constantInputs: [1])
    let many = control([Int](repeating: 1, count: 32))
    expectRefusal(StridedSlice(), [input, many, many, many], "at most 31")
  }

  @Test func refusesStrideZero() {  // C2
    expectRefusal(
      StridedSlice(), [input, control([0]), control([1]), control([0])], "stride 0 is 0")
  }

  @Test func refusesTooManySpecs() {  // C3
    let four = control([0, 0, 0, 0])
    let ones = control([1, 1, 1, 1])
    expectRefusal(StridedSlice(), [input, four, ones, ones], "takes 4 axes")
    expectRefusal(masks { $0.ellipsis = 0b11 }, [input, four, ones, ones], "2 bits")
  }

  @Test(arguments: [2, -3]) func refusesDroppedIndexOutside(index: Int) {  // C4
    expectRefusal(
      masks { $0.shrinkAxis = 1 }, [input, control([index]), control([index + 1]), control([1])],
      "out of range")
  }
}
