// SPDX-License-Identifier: Apache-2.0
import Operators
import Testing

@Suite struct MaxPool2DTests {
  @Test func emptyImages() {
    let nothing = tensor([] as [Float], [0, 3, 3, 1])
    expect(MaxPool2D(windows()), [nothing], gives: [] as [Float], shape: [0, 2, 2, 1])
  }

  @Test func refusesWindowsThatDoNotFit() {  // C1
    expectGeometryRefusals(MaxPool2D.self)
  }

  @Test func refusesMixedKinds() {  // C2
    expectPooledKindRefusals(MaxPool2D.self)
  }
}
