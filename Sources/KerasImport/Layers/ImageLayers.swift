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
    "RandAugment", "Solarization", mask: .kept
  ) { call in call.inputs.map { MaskedTensor($0.tensor) } },
  LayerKind(simple: "Resizing") { call, x in
    let config = call.config
    var resizing = try Resizing(height: config.integer("height"), width: config.integer("width"))
    resizing.method = try config.string("interpolation", default: "bilinear")
    resizing.isSmoothed = try config.bool("antialias", default: false)
    resizing.crops = try config.bool("crop_to_aspect_ratio", default: false)
    resizing.pads = try config.bool("pad_to_aspect_ratio", default: false)
    resizing.filling = try config.number("fill_value", default: 0)
    let result = try call.resized(x, resizing)
    guard call.builder.program.kerasVersion >= 3, let range = x.type.clippingRange else {
      return result
    }
    // Keras 3 gives whole numbers for whole numbers.
    let b = call.builder
    let clipped = try b.minimum(
      b.maximum(b.unary("Round", result), Double(range.lowerBound)), Double(range.upperBound))
    return b.cast(clipped, to: x.type)
  },
  LayerKind(simple: "AutoContrast") { call, x in try withFullContrast(call, x) },
  LayerKind(simple: "RandomCrop") { call, x in
    // Without training it shows the middle, as Keras does.
    var resizing = try Resizing(
      height: call.config.integer("height"), width: call.config.integer("width"))
    resizing.crops = true
    return try call.resized(x, resizing)
  },
  LayerKind(simple: "CenterCrop") { call, x in
    let (height, width) = (try call.config.integer("height"), try call.config.integer("width"))
    return try call.pictures(x) { try call.builder.centered($0, height: height, width: width) }
  },
]

/// Each channel stretched over the whole range of values, unless all its values are the same.
private func withFullContrast(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
  let b = call.builder
  guard x.rank == 4 else { throw call.config.error("its input has rank \(x.rank), needs 4") }
  let range = (call.config["value_range"].array ?? []).compactMap(\.number)
  let (least, most) = range.count == 2 ? (range[0], range[1]) : (0, 255)
  let numbers = b.cast(x, to: .float32)
  let low = try b.reduce("Min", numbers, axes: [1, 2], keepsAxes: true)
  let high = try b.reduce("Max", numbers, axes: [1, 2], keepsAxes: true)
  let isFlat = try b.comparison("Equal", low, high)
  let span = try b.select(isFlat, b.scalar(1), b.subtract(high, low))
  let stretched = try b.add(
    b.multiply(b.divide(b.subtract(numbers, low), span), most - least), least)
  return try b.select(isFlat, numbers, stretched)
}

extension LayerCall {
  /// A picture, or several, in another size.
  fileprivate func resized(_ x: Tensor, _ resizing: Resizing) throws -> Tensor {
    try pictures(x) { try builder.resized($0, resizing) }
  }

  /// Calls `body` with pictures of rank 4, channels last, and brings its result, in float32, into the
  /// form of `x`.
  fileprivate func pictures(
    _ x: Tensor, _ body: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let b = builder
    guard x.rank == 4 else { throw config.error("its input has rank \(x.rank), needs 4") }
    let result = try body(b.channelsLast(x, if: config.isChannelsFirst))
    return try b.channelsFirst(b.cast(result, to: .float32), if: config.isChannelsFirst)
  }
}
