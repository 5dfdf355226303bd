// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct LogicalOrTests {
  @Test func refusesShapesThatDoNotBroadcast() {  // C1
    expectBroadcastRefusals(LogicalOr())
  }
}
