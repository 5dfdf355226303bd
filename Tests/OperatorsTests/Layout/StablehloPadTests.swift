// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

@Suite struct StablehloPadTests {
  @Test func cutsAllElements() {
    // 1 and 2 lie 3 apart; what is cut off and put on again holds neither.
    let pad = StablehloPad(low: [-1], high: [-1], interior: [2])
    expect(
      pad, [tensor([1, 2] as [Int8]), tensor([9] as [Int8], [])], gives: [9, 9] as [Int8],
      shape: [2])
  }

  @Test func spreadsNothing() {
    let pad = StablehloPad(low: [1], high: [2], interior: [5])
    expect(
      pad, [tensor([] as [Int8]), tensor([9] as [Int8], [])], gives: [9, 9, 9] as [Int8], shape: [3]
    )
  }
}
