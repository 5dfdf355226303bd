// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers of pictures.
let imageLayers: [LayerKind] = [
  LayerKind(
    "RandomFlip", "RandomTranslation", "RandomRotation", "RandomZoom", "RandomContrast",
    "RandomBrightness", "RandomHeight", "RandomWidth", "RandomHue", "RandomSaturation",
    "RandomColorJitter", "RandomColorDegeneration", "RandomErasing", "RandomGaussianBlur",
    "RandomGrayscale", "RandomInvert", "RandomPerspective", "RandomPosterization",
    "RandomSharpness", "RandomShear", "RandomElasticTransform", "AugMix", "CutMix", "MixUp",
    "RandAugment", mask: .kept
  ) { call in call.inputs.map { MaskedTensor($0.tensor) } },
  LayerKind(simple: "Resizing") { call, x in
    let config = call.config
    return try call.resized(
      x, height: config.integer("height"), width: config.integer("width"),
      crops: config.bool("crop_to_aspect_ratio", default: false))
  },
  LayerKind(simple: "RandomCrop") { call, x in
    // Without training it shows the middle, as Keras does.
    try call.resized(
      x, height: call.config.integer("height"), width: call.config.integer("width"), crops: true)
  },
  LayerKind(simple: "CenterCrop") { call, x in try centerCrop(call, x) },
]

extension LayerCall {
  /// A picture, or several, in another size.
  fileprivate func resized(_ x: Tensor, height: Int, width: Int, crops: Bool) throws -> Tensor {
    let b = builder
    guard x.rank == 4 else { throw config.error("its input has rank \(x.rank), needs 4") }
    guard try !config.bool("pad_to_aspect_ratio", default: false),
      try !config.bool("antialias", default: false)
    else { throw config.error("pad_to_aspect_ratio and antialias are not supported") }
    var input = try b.channelsLast(x, if: config.isChannelsFirst)
    if crops { input = try cropped(input, toRatioOf: height, width) }
    let method = try config.string("interpolation", default: "bilinear")
    let result = try b.interpolated(input, method, height: .known(height), width: .known(width))
    let kept =
      method == "nearest" && config.className == "Resizing" ? b.cast(result, to: .float32) : result
    return try b.channelsFirst(kept, if: config.isChannelsFirst)
  }

  /// The largest part in the middle that is as wide for its height as the result.
  private func cropped(_ x: Tensor, toRatioOf height: Int, _ width: Int) throws -> Tensor {
    guard let rows = x.shape[1], let columns = x.shape[2], height > 0, width > 0 else {
      throw config.error("cropping pictures of open size is not supported; fix the input's shape")
    }
    let newRows = min(Int(Float(columns * height) / Float(width)), rows)
    let newColumns = min(Int(Float(rows * width) / Float(height)), columns)
    let top = Int(Float(rows - newRows) / 2)
    let left = Int(Float(columns - newColumns) / 2)
    return try builder.slice(
      x,
      [
        .all, GraphBuilder.Span(begin: top, end: top + newRows),
        GraphBuilder.Span(begin: left, end: left + newColumns),
      ])
  }
}

private func centerCrop(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
  let b = call.builder
  let (height, width) = (try call.config.integer("height"), try call.config.integer("width"))
  let input = try b.channelsLast(x, if: call.config.isChannelsFirst)
  guard input.rank == 4, let rows = input.shape[1], let columns = input.shape[2] else {
    throw call.config.error(
      "cropping pictures of open size is not supported; fix the input's shape")
  }
  guard rows >= height, columns >= width else {
    return try call.resized(x, height: height, width: width, crops: true)
  }
  let (top, left) = ((rows - height) / 2, (columns - width) / 2)
  let result = try b.slice(
    input,
    [
      .all, GraphBuilder.Span(begin: top, end: top + height),
      GraphBuilder.Span(begin: left, end: left + width),
    ])
  return try b.channelsFirst(b.cast(result, to: .float32), if: call.config.isChannelsFirst)
}
