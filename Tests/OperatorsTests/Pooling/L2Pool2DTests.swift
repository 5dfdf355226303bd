// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct L2Pool2DTests {
  @Test func refusesWindowsThatDoNotFit() {  // C1
    expectGeometryRefusals(L2Pool2D.self)
  }
}
