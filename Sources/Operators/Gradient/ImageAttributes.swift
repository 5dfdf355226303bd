// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How windows lie on images, from the attributes of TensorFlow's own operators.
struct ImageAttributes {
  let padding: Padding
  private var sizes: [(height: Int, width: Int)] = []

  /// - Parameter lists: attributes with a number for each axis of an image.
  /// - Throws: if images are not `[batch, height, width, channels]`, the padding is neither SAME nor
  ///   VALID, or a list does not leave batch and channels alone.
  init(
    _ options: borrowing OptionsReader, lists: [StaticString]
  ) throws(FormatError) {
    let node = try FlexNode(options.customBytes)
    guard try node.has("data_format", "NHWC") ?? true else {
      throw FormatError("data_format must be NHWC")
    }
    if try node.has("padding", "SAME") == true {
      padding = .same
    } else if try node.has("padding", "VALID") == true {
      padding = .valid
    } else {
      throw FormatError("padding must be SAME or VALID")
    }
    for name in lists {
      let values = try node.integers(name) ?? [1, 1, 1, 1]
      guard values.count == 4, values[0] == 1, values[3] == 1 else {
        throw FormatError("'\(name)' must have four numbers, the first and the last of them 1")
      }
      sizes.append((Int(clamping: values[1]), Int(clamping: values[2])))
    }
  }

  /// What list number `index` says of height and width.
  func size(_ index: Int) -> (height: Int, width: Int) { sizes[index] }
}
