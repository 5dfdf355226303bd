// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// Where the frames and channels of sounds lie in a model's input.
///
/// | input       | sounds                                                             |
/// |-------------|--------------------------------------------------------------------|
/// | `[t]`       | one channel                                                        |
/// | `[n, t]`    | one channel; `[t, c]` where c is 1 … 8 and t is open or larger      |
/// | `[n, t, c]` | where c is 1 … 8; else `[n, c, t]` where that is 1 … 8             |
struct SoundLayout: Hashable {
  private enum Axis {
    case batch, time, channel
  }

  private let axes: [Axis]
  /// Sounds in a sample.
  let batch: Int
  /// Nil where sounds keep their own length.
  let frameCount: Int?
  let channelCount: Int

  init(_ input: SampleInput) throws(ArrayFileError) {
    let sizes = input.shape ?? [nil]
    func isChannelCount(_ axis: Int) -> Bool {
      sizes[axis].map { (1...8).contains($0) } ?? false
    }
    guard sizes.allSatisfy({ $0 != 0 }) else {
      throw ArrayFileError("input \(input.description) takes nothing")
    }
    switch sizes.count {
    case 1: axes = [.time]
    case 2 where isChannelCount(1) && !isChannelCount(0): axes = [.time, .channel]
    case 2: axes = [.batch, .time]
    case 3 where isChannelCount(2): axes = [.batch, .time, .channel]
    case 3 where isChannelCount(1): axes = [.batch, .channel, .time]
    default:
      throw ArrayFileError(
        "input \(input.description) takes no sounds: they are [frames], [n, frames] or "
          + "[n, frames, channels]")
    }
    var found: [Axis: Int] = [:]
    for (axis, size) in zip(axes, sizes) { found[axis] = size }
    batch = found[.batch] ?? 1
    frameCount = found[.time]
    channelCount = found[.channel] ?? 1
  }

  func shape(frameCount: Int) -> Shape {
    Shape(
      axes.map {
        switch $0 {
        case .batch: batch
        case .time: frameCount
        case .channel: channelCount
        }
      })
  }

  private var isChannelsFirst: Bool { axes == [.batch, .channel, .time] }

  /// How many elements lie between two channels of a frame.
  func channelStride(frameCount: Int) -> Int { isChannelsFirst ? frameCount : 1 }

  /// Frames, whose channels lie together, in the input's order.
  func elements(of frames: [Float]) -> [Float] {
    guard isChannelsFirst else { return frames }
    return (0..<channelCount).flatMap { channel in
      stride(from: channel, to: frames.count, by: channelCount).map { frames[$0] }
    }
  }
}
