// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import TensorCore

/// What TensorFlow's convolutions and pools say of their windows.
struct ConvolutionAttributes {
  /// Whether data is batch, channels, height, width.
  let isChannelsFirst: Bool
  private(set) var strides = Extent.one
  private(set) var dilations = Extent.one
  /// VALID where the paddings are explicit.
  let padding: Padding
  /// Before and after each of the four dimensions, channels last.
  let explicitPaddings: [Int]?

  init(_ node: TensorFlowNode) throws(ConversionError) {
    switch try node.string("data_format", default: "NHWC") {
    case "NHWC": isChannelsFirst = false
    case "NCHW": isChannelsFirst = true
    case let other: throw node.error("data_format \(other) is not supported, use NHWC")
    }
    switch try node.string("padding") {
    case "SAME":
      padding = .same
      explicitPaddings = nil
    case "VALID":
      padding = .valid
      explicitPaddings = nil
    case "EXPLICIT":
      padding = .valid
      let given = try node.integers("explicit_paddings")
      guard given.count == 8 else {
        throw node.error("explicit_paddings has \(given.count) elements, needs 8")
      }
      let isFirst = isChannelsFirst
      explicitPaddings =
        isFirst ? [0, 0] + given[4..<8] + [given[2], given[3]] : given
    case let other: throw node.error("padding \(other) is not supported")
    }
    strides = try pair(node.integers("strides"), called: "strides", of: node)
    dilations = try pair(
      node.integers("dilations", default: [1, 1, 1, 1]), called: "dilations", of: node)
  }

  /// Height and width of four sizes, the other two of which must be 1.
  func pair(
    _ sizes: [Int], called name: String, of node: TensorFlowNode
  ) throws(ConversionError) -> Extent {
    guard sizes.count == 4 else {
      throw node.error("\(name) has \(sizes.count) elements, needs 4")
    }
    let (height, width, channels) = isChannelsFirst ? (2, 3, 1) : (1, 2, 3)
    guard sizes[0] == 1, sizes[channels] == 1 else {
      throw node.error("\(name) \(sizes) must be 1 for batch and channels")
    }
    return Extent(height: sizes[height], width: sizes[width])
  }
}
