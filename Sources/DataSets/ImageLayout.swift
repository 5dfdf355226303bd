// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// Where the rows, columns and channels of images lie in a model's input.
///
/// | input        | images                                                       |
/// |--------------|--------------------------------------------------------------|
/// | `[h, w]`     | one channel                                                  |
/// | `[n, h, w]`  | one channel                                                  |
/// | `[h, w, c]`  | where c is 1, 3 or 4; `[c, h, w]` where that is 3 or 4       |
/// | `[n, h, w, c]` | where c is 1, 3 or 4, or open; else `[n, c, h, w]`         |
struct ImageLayout: Hashable {
  private enum Axis {
    case batch, height, width, channel
  }

  private let axes: [Axis]
  /// Images in a sample.
  let batch: Int
  /// Nil where images keep their own.
  let height: Int?
  let width: Int?
  let channelCount: Int

  init(_ input: SampleInput) throws(ArrayFileError) {
    let sizes = input.shape ?? [nil, nil, nil, nil]
    func isChannelCount(_ axis: Int) -> Bool {
      sizes[axis] == 1 || sizes[axis] == 3 || sizes[axis] == 4
    }
    guard sizes.allSatisfy({ $0 != 0 }) else {
      throw ArrayFileError("input \(input.description) takes nothing")
    }
    switch sizes.count {
    case 2: axes = [.height, .width]
    case 3 where isChannelCount(2): axes = [.height, .width, .channel]
    case 3 where sizes[0] == 3 || sizes[0] == 4: axes = [.channel, .height, .width]
    case 3: axes = [.batch, .height, .width]
    case 4 where isChannelCount(3): axes = [.batch, .height, .width, .channel]
    case 4 where isChannelCount(1): axes = [.batch, .channel, .height, .width]
    case 4 where sizes[3] == nil: axes = [.batch, .height, .width, .channel]
    default:
      throw ArrayFileError(
        "input \(input.description) takes no images: they are [n, height, width, channels] or "
          + "[n, channels, height, width] with 1, 3 or 4 channels")
    }
    var found: [Axis: Int] = [:]
    for (axis, size) in zip(axes, sizes) { found[axis] = size }
    batch = found[.batch] ?? 1
    height = found[.height]
    width = found[.width]
    channelCount = axes.contains(.channel) ? found[.channel] ?? 3 : 1
  }

  /// The shape of a sample of images of a size.
  func shape(height: Int, width: Int) -> Shape {
    Shape(
      axes.map {
        switch $0 {
        case .batch: batch
        case .height: height
        case .width: width
        case .channel: channelCount
        }
      })
  }

  private var isChannelsFirst: Bool {
    axes.firstIndex(of: .channel).map { $0 < axes.firstIndex(of: .height)! } ?? false
  }

  /// How many elements lie between two channels of a pixel.
  func channelStride(of grid: PixelGrid) -> Int {
    isChannelsFirst ? grid.height * grid.width : 1
  }

  /// The elements of an image in the input's order.
  func elements(of grid: PixelGrid) -> [Float] {
    guard isChannelsFirst else { return grid.elements }
    return (0..<channelCount).flatMap { channel in
      stride(from: channel, to: grid.elements.count, by: channelCount).map { grid.elements[$0] }
    }
  }
}
