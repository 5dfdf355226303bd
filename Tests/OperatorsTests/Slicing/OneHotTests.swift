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
}
