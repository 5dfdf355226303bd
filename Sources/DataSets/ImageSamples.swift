// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// Images, made to what a model's only input takes: cut and resized to its height and width, in its
/// channels and numbers.
final class ImageSamples: SampleSource {
  let keys: [String]
  let sampleCount: Int
  private let files: SampleFiles
  private let layout: ImageLayout
  private let scaling: ValueScaling
  private let settings: SamplePreparation
  private var position = 0

  init(
    _ files: SampleFiles, for inputs: [SampleInput], _ settings: SamplePreparation
  ) throws {
    let input = try onlyInput(of: inputs, files)
    keys = [input.name]
    let layout = try named(files.path) { try ImageLayout(input) }
    guard layout.batch > 0, files.paths.count % layout.batch == 0 else {
      throw ArrayFileError(
        files.path,
        "it has \(files.paths.count) images, the model takes batches of \(layout.batch)")
    }
    sampleCount = files.paths.count / layout.batch
    let isInteger = ![.float16, .bfloat16, .float32, .float64].contains(input.type)
    scaling = try named(files.path) {
      try ValueScaling(
        settings, for: input, channelCount: layout.channelCount, scale: isInteger ? 1 : 1 / 255,
        mean: input.type == .int8 ? 128 : 0)
    }
    self.files = files
    self.layout = layout
    self.settings = settings
  }

  /// As in `photos: 12 images, resized to 28 × 28, 1 channel, x · 0.003921569 of x = 0 … 255`.
  var preparation: String? {
    let images = files.paths.count == 1 ? "1 image" : "\(files.paths.count) images"
    let size =
      layout.height == nil && layout.width == nil
      ? "of their own size"
      : "resized to \(layout.height.map(String.init) ?? "their own height") × "
        + "\(layout.width.map(String.init) ?? "their own width")"
    let crop = settings.crop.map { " from the middle (crop \($0))" } ?? ""
    let colors: String
    switch layout.channelCount {
    case 1: colors = "brightness"
    case 3: colors = settings.isBlueFirst ? "BGR" : "RGB"
    default: colors = settings.isBlueFirst ? "BGR and opacity" : "RGB and opacity"
    }
    return "\(files.path): \(images), \(size)\(crop), \(colors), "
      + "\(scaling.description) for x = 0 … 255"
  }

  func next() throws -> [String: NumPyArray]? {
    guard position < sampleCount else { return nil }
    let paths = files.paths[position * layout.batch..<(position + 1) * layout.batch]
    position += 1
    var elements: [Float] = []
    var first: PixelGrid?
    for path in paths {
      let grid = try named(path) { try self.grid(of: path) }
      if let first, (first.height, first.width) != (grid.height, grid.width) {
        throw ArrayFileError(
          path,
          "it is \(grid.height) × \(grid.width), the first of its batch \(first.height) × "
            + "\(first.width); fix the input's size: --input-shape")
      }
      first = first ?? grid
      elements += layout.elements(of: grid)
    }
    let grid = first!
    return try named(paths[paths.startIndex]) {
      [
        keys[0]: try scaling.array(
          elements, shape: layout.shape(height: grid.height, width: grid.width),
          channelStride: layout.channelStride(of: grid))
      ]
    }
  }

  func skip() {
    position += 1
  }

  func file(of sample: Int) -> String? {
    files.paths[sample * layout.batch]
  }

  /// An image in the size and channels that the input takes.
  private func grid(of path: String) throws -> PixelGrid {
    let image = try Image(try mappedFile(path))
    var grid = PixelGrid(
      height: image.height, width: image.width, channelCount: layout.channelCount,
      elements: image.channels(layout.channelCount, isBlueFirst: settings.isBlueFirst))
    if let crop = settings.crop {
      let (height, width) = cropped(grid, share: crop)
      grid = grid.middle(height: height, width: width)
    }
    return grid.resized(
      height: layout.height ?? grid.height, width: layout.width ?? grid.width,
      antialiases: settings.antialiases)
  }

  /// Height and width of the largest part with the proportions of the input, times the share.
  private func cropped(_ grid: PixelGrid, share: Double) -> (height: Int, width: Int) {
    var (height, width) = (Double(grid.height), Double(grid.width))
    if let newHeight = layout.height, let newWidth = layout.width {
      let proportions = Double(newWidth) / Double(newHeight)
      (height, width) = (min(height, width / proportions), min(width, height * proportions))
    }
    func part(_ size: Double, of whole: Int) -> Int {
      min(max(Int((size * share + 1e-9).rounded(.down)), 1), whole)
    }
    return (part(height, of: grid.height), part(width, of: grid.width))
  }
}

/// The input that takes images or sounds.
func onlyInput(of inputs: [SampleInput], _ files: SampleFiles) throws -> SampleInput {
  guard inputs.count == 1 else {
    let names = inputs.map { "'\($0.name)'" }.joined(separator: ", ")
    throw ArrayFileError(
      files.path,
      "\(files.kind.name) go to a model with one input; this has \(names): give an .npz with an "
        + "array for each")
  }
  return inputs[0]
}
