// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// Sounds, made to what a model's only input takes.
///
/// Where the input has a fixed length, a sound gives as many samples as it has whole stretches of
/// that length, one after the other; one that is shorter is filled up with zeros.
final class SoundSamples: SampleSource {
  /// A stretch of a file.
  private struct Stretch {
    let file: Int
    let frames: Range<Int>
  }

  let keys: [String]
  let sampleCount: Int
  private let files: SampleFiles
  private let layout: SoundLayout
  private let scaling: ValueScaling
  private let settings: SamplePreparation
  private let rate: Int
  private var stretches: [Stretch] = []
  private var position = 0
  private var current: (index: Int, file: WaveFile)?

  init(
    _ files: SampleFiles, for inputs: [SampleInput], _ settings: SamplePreparation
  ) throws {
    let input = try onlyInput(of: inputs, files)
    keys = [input.name]
    let layout = try named(files.path) { try SoundLayout(input) }
    var rate = settings.rate
    for (index, path) in files.paths.enumerated() {
      let wave = try named(path) { try WaveFile(try mappedFile(path)) }
      try named(path) {
        try Self.check(wave, rate: rate, settings, channelCount: layout.channelCount)
      }
      rate = wave.rate
      let length = layout.frameCount ?? wave.frameCount
      for number in 0..<max(wave.frameCount / length, 1) {
        let frames = number * length..<min((number + 1) * length, wave.frameCount)
        stretches.append(Stretch(file: index, frames: frames))
      }
    }
    guard layout.batch > 0, stretches.count % layout.batch == 0 else {
      throw ArrayFileError(
        files.path,
        "its sounds give \(stretches.count) samples, the model takes batches of \(layout.batch)")
    }
    let (fullScale, middle) = Self.fullScale(of: input.type)
    scaling = try named(files.path) {
      try ValueScaling(
        settings, for: input, channelCount: layout.channelCount, scale: fullScale, mean: middle)
    }
    sampleCount = stretches.count / layout.batch
    self.files = files
    self.layout = layout
    self.settings = settings
    self.rate = rate ?? 0
  }

  private static func check(
    _ wave: WaveFile, rate: Int?, _ settings: SamplePreparation, channelCount: Int
  ) throws {
    if let rate, wave.rate != rate {
      let other = settings.rate == nil ? "those before it have" : "the model is said to take"
      throw ArrayFileError("it has \(wave.rate) frames a second, \(other) \(rate)")
    }
    guard wave.frameCount > 0 else { throw ArrayFileError("it holds no sound") }
    if let channel = settings.channel, channel >= wave.channelCount {
      throw ArrayFileError("it has no channel \(channel): there are \(wave.channelCount)")
    }
    guard channelCount == 1 || settings.channel == nil else {
      throw ArrayFileError("'channel' takes one, the model \(channelCount)")
    }
    guard channelCount == 1 || wave.channelCount == channelCount else {
      throw ArrayFileError("it has \(wave.channelCount) channels, the model takes \(channelCount)")
    }
  }

  /// What 1 becomes, and what is subtracted so that silence is in the middle.
  private static func fullScale(of type: ElementType) -> (scale: Double, mean: Double) {
    switch type {
    case .int8: (128, 0)
    case .uint8: (128, -128)
    case .int16: (32768, 0)
    case .int32: (2_147_483_648, 0)
    default: (1, 0)
    }
  }

  var preparation: String? {
    let count = files.paths.count == 1 ? "1 sound" : "\(files.paths.count) sounds"
    let length =
      layout.frameCount.map { ", \(stretches.count) stretches of \($0) frames" }
      ?? " of their own length"
    let channels: String
    if let channel = settings.channel {
      channels = "channel \(channel)"
    } else {
      channels = layout.channelCount == 1 ? "mean of all channels" : "all channels"
    }
    return "\(files.path): \(count)\(length), \(rate) frames a second, \(channels), "
      + "\(scaling.description) for x = −1 … 1"
  }

  func next() throws -> [String: NumPyArray]? {
    guard position < sampleCount else { return nil }
    let chosen = stretches[position * layout.batch..<(position + 1) * layout.batch]
    position += 1
    var elements: [Float] = []
    var length = layout.frameCount
    for stretch in chosen {
      let path = files.paths[stretch.file]
      let frames = try named(path) { try self.frames(of: stretch) }
      let count = frames.count / layout.channelCount
      guard count == length ?? count else {
        throw ArrayFileError(path, "its length is not that of the first sound of its batch")
      }
      length = count
      elements += layout.elements(of: frames)
    }
    return try named(files.paths[chosen[chosen.startIndex].file]) {
      [
        keys[0]: try scaling.array(
          elements, shape: layout.shape(frameCount: length!),
          channelStride: layout.channelStride(frameCount: length!))
      ]
    }
  }

  func skip() {
    position += 1
  }

  func file(of sample: Int) -> String? {
    files.paths[stretches[sample * layout.batch].file]
  }

  /// The frames of a stretch in the input's channels, those of a frame together.
  private func frames(of stretch: Stretch) throws -> [Float] {
    if current?.index != stretch.file {
      current = (stretch.file, try WaveFile(try mappedFile(files.paths[stretch.file])))
    }
    let wave = current!.file
    guard stretch.frames.upperBound <= wave.frameCount else {
      throw ArrayFileError("it became shorter while it was read")
    }
    var frames = wave.frames(stretch.frames)
    if layout.channelCount == 1, wave.channelCount > 1 {
      frames = stride(from: 0, to: frames.count, by: wave.channelCount).map { start in
        if let channel = settings.channel { return frames[start + channel] }
        return frames[start..<start + wave.channelCount].reduce(0, +) / Float(wave.channelCount)
      }
    }
    let missing = (layout.frameCount ?? 0) - stretch.frames.count
    if missing > 0 { frames += repeatElement(0, count: missing * layout.channelCount) }
    return frames
  }
}
