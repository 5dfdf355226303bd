// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct OneHotTests {
  let on = tensor([5] as [Int8], [])
  let off = tensor([-5] as [Int8], [])

  @Test func setsPlaces() {
    expect(
      OneHot(), [control([1, -1, 2]), control([2], []), on, off],
      gives: [-5, 5, -5, -5, -5, -5] as [Int8], shape: [3, 2])
    expect(
      OneHot(axis: 0), [tensor([1, 0, 1] as [Int64]), control([2], []), on, off],
      gives: [-5, 5, -5, 5, -5, 5] as [Int8], shape: [2, 3], constantInputs: [1])
    expect(
      OneHot(axis: 1), [control([1, 0], [1, 2]), control([2], []), on, off],
      gives: [-5, 5, 5, -5] as [Int8], shape: [1, 2, 2])
  }

  @Test(arguments: [-2, 2]) func refusesAxis(axis: Int) {  // C1
    expectRefusal(
      OneHot(axis: axis), [control([0]), control([2]), on, off], "out of range")
  }

  @Test func refusesDepth() {  // C2
    expectRefusal(OneHot(), [control([0]), control([-1]), on, off], "not valid")
    expectRefusal(OneHot(), [control([0]), control([1, 2]), on, off], "must have 1")
    expectRefusal(
      OneHot(), [control([0]), control([1]), on, off], "must be constant", constantInputs: [])
  }

  @Test func refusesValues() {  // C3
    expectRefusal(
      OneHot(), [control([0]), control([1]), on, tensor([1] as [Float])], "of one type")
    expectRefusal(
      OneHot(), [control([0]), control([1]), tensor([1, 2] as [Int8]), off], "one element each")
  }

  @Test func refusesAbsurdSizes() {  // C4
    expectRefusal(
      OneHot(), [control([0, 0]), control([Int(Int32.max)]), on, off], "not valid")
  }
}
