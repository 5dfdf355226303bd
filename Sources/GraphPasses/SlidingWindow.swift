import GraphIR
// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import OpenSizes
import Operators

/// What CONV_2D and DEPTHWISE_CONV_2D have in common.
struct SlidingWindow {
  private let operation: Operator
  let padding: Padding
  let strides: Extent
  let dilations: Extent

  /// Nil for other operators.
  init?(_ operation: Operator) {
    self.operation = operation
    switch operation {
    case .conv2D(let conv):
      padding = conv.padding
      strides = Extent(height: conv.strideHeight, width: conv.strideWidth)
      dilations = Extent(height: conv.dilationHeight, width: conv.dilationWidth)
    case .depthwiseConv2D(let conv):
      padding = conv.padding
      strides = Extent(height: conv.strideHeight, width: conv.strideWidth)
      dilations = Extent(height: conv.dilationHeight, width: conv.dilationWidth)
    default: return nil
    }
  }

  /// The operator with another padding.
  func padded(_ padding: Padding) -> Operator {
    dilated(padding, dilations)
  }

  /// The operator with another padding and dilation.
  func dilated(_ padding: Padding, _ dilations: Extent) -> Operator {
    switch operation {
    case .conv2D(var conv):
      conv.padding = padding
      (conv.dilationHeight, conv.dilationWidth) = (dilations.height, dilations.width)
      return .conv2D(conv)
    case .depthwiseConv2D(var conv):
      conv.padding = padding
      (conv.dilationHeight, conv.dilationWidth) = (dilations.height, dilations.width)
      return .depthwiseConv2D(conv)
    default: return operation
    }
  }
}
