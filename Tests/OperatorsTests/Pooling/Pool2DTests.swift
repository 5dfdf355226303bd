// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import Testing

/// A pool's windows, of 2 × 2 and stride 1 unless said.
func windows(
  _ height: Int = 2, _ width: Int = 2, stride: (height: Int, width: Int) = (1, 1),
  padding: Padding = .valid
) -> Pooling {
  Pooling(filter: (height, width), stride: stride, padding: padding)
}

@Suite struct Pool2DTests {
  /// 0 1 2 / 3 4 5 / 6 7 8 by windows of 2 × 2: means 2, 3, 5, 6; SAME leaves the padding out.
  @Test func averages() {
    let image = tensor((0..<9).map { Float($0) }, [1, 3, 3, 1])
    expect(
      AveragePool2D(windows()), [image], gives: [2, 3, 5, 6] as [Float], shape: [1, 2, 2, 1])
    expect(
      AveragePool2D(windows(stride: (2, 2), padding: .same)), [image],
      gives: [2, 3.5, 6.5, 8] as [Float], shape: [1, 2, 2, 1])
  }

  @Test func emptyImages() {
    let nothing = tensor([] as [Float], [0, 3, 3, 1])
    expect(MaxPool2D(windows()), [nothing], gives: [] as [Float], shape: [0, 2, 2, 1])
  }
}
